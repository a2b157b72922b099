package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.tool.OperationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SearchTest {
    private static final String FILES = "file_system_listing.search_files";
    private static final String CONTENT = "file_system_listing.search_content";

    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() {
        FileLimits standard = FileLimits.standard();
        files = new TestingFiles(
                temp,
                new FileLimits(
                        standard.fileBytes(),
                        standard.scanBytes(),
                        standard.textCharacters(),
                        standard.diffCharacters(),
                        standard.listed(),
                        standard.matches(),
                        standard.visited(),
                        standard.depth(),
                        standard.keptBytes(),
                        standard.keptEntries(),
                        standard.treeBytes(),
                        standard.treeChanges(),
                        standard.edits(),
                        Duration.ofMillis(500),
                        standard.watchTime()));
        files.write("README.md", "Hello World\n");
        files.write("src/Main.java", "class Main {\n  // TODO world\n}\n");
        files.write("src/web/app.ts", "const world = 1;\n");
        files.write("src/web/app.js", "var World = 2; // world\n");
        files.write(".git/config", "world\n");
    }

    @AfterEach
    void close() {
        files.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | *.java | src/Main.java",
                "'' | **/*.java | src/Main.java",
                "'' | **/README.md | README.md",
                "'' | src/** | src;src/Main.java;src/web;src/web/app.js;src/web/app.ts",
                "'' | src/*/*.{ts,js} | src/web/app.js;src/web/app.ts",
                "'' | *.{ts,md} | README.md;src/web/app.ts",
                "'' | readme | README.md",
                "'' | APP | src/web/app.js;src/web/app.ts",
                "src | web/* | src/web/app.js;src/web/app.ts",
                "src | Ma?n.java | src/Main.java",
                "'' | *.[jt]s | ",
                "'' | ./src/*.java | src/Main.java",
            })
    void filesAreFoundByName(String path, String pattern, String expected) {
        ObjectNode data = files.data(FILES, "{'path': '%s', 'pattern': '%s'}".formatted(path, pattern));

        assertThat(data.path("matches").findValuesAsString("path"))
                .containsExactlyInAnyOrderElementsOf(expected == null ? List.of() : List.of(expected.split(";")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"})
    void aPatternOfNothingOrEverythingIsRefused(String pattern) {
        assertThat(files.failure(FILES, "{'path': '', 'pattern': '%s'}".formatted(pattern))
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @Test
    void globsCannotBeMadeSlow() {
        files.write("a".repeat(250), "");

        ObjectNode data = files.data(FILES, "{'path': '', 'pattern': '%sb'}".formatted("*a".repeat(120)));

        assertThat(data.path("matches")).isEmpty();
    }

    @Test
    void linesAreFoundWithTheirPlaces() {
        OperationResult result = files.call(CONTENT, "{'path': '', 'query': 'world'}");

        assertThat(result.data().path("matches").findValuesAsString("path"))
                .containsExactly("src/Main.java", "src/web/app.js", "src/web/app.ts");
        ObjectNode first = (ObjectNode) result.data().path("matches").get(0);
        assertThat(first.path("line").intValue()).isEqualTo(2);
        assertThat(first.path("column").intValue()).isEqualTo(11);
        assertThat(first.path("text").stringValue()).isEqualTo("  // TODO world");
        assertThat(result.data().path("files_searched").intValue()).isEqualTo(4);
        assertThat(result.text())
                .contains("src/Main.java:2:11:   // TODO world\n")
                .contains(".git not searched");
    }

    @Test
    void caseExpressionsAndGlobsNarrowOrWiden() {
        assertThat(places("{'path': '', 'query': 'WORLD', 'ignore_case': true}"))
                .containsExactly("README.md", "src/Main.java", "src/web/app.js", "src/web/app.ts");
        assertThat(places("{'path': '', 'query': '[Ww]orld = [0-9]', 'regex': true}"))
                .containsExactly("src/web/app.js", "src/web/app.ts");
        assertThat(places("{'path': '', 'query': '[Ww]orld'}")).isEmpty();
        assertThat(places("{'path': '', 'query': 'world', 'glob': '*.{ts,java}'}"))
                .containsExactly("src/Main.java", "src/web/app.ts");
        assertThat(places("{'path': 'src/web', 'query': 'world', 'glob': 'app.*'}"))
                .containsExactly("src/web/app.js", "src/web/app.ts");
        assertThat(places("{'path': 'src/web/app.ts', 'query': 'world'}")).containsExactly("src/web/app.ts");
        assertThat(places("{'path': '.git', 'query': 'world'}")).containsExactly(".git/config");
    }

    @Test
    void textIsFoundInEveryEncodingAndBinaryIsSkipped() throws IOException {
        Files.write(files.root.resolve("l1"), "größe\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(files.root.resolve("u16"), "\uFEFFgröße\r\n".getBytes(StandardCharsets.UTF_16LE));
        Files.write(files.root.resolve("bin"), "größe\0".getBytes(StandardCharsets.UTF_8));

        ObjectNode data = files.data(CONTENT, "{'path': '', 'query': 'größe'}");

        assertThat(data.path("matches").findValuesAsString("path")).containsExactly("l1", "u16");
        assertThat(data.path("matches").findValuesAsString("text")).containsExactly("größe", "größe");
        assertThat(data.path("skipped").findValuesAsString("reason")).contains("binary");
    }

    @Test
    void linkedAndForeignFilesAreNotSearched() throws IOException {
        Files.writeString(files.outside.resolve("secret"), "topsecret");
        Files.createSymbolicLink(files.root.resolve("link"), files.outside.resolve("secret"));
        Files.createSymbolicLink(files.root.resolve("folder"), files.outside);
        Files.createLink(files.root.resolve("hard"), files.outside.resolve("secret"));

        ObjectNode data = files.data(CONTENT, "{'path': '', 'query': 'topsecret'}");

        assertThat(data.path("matches")).isEmpty();
        assertThat(data.path("skipped").findValuesAsString("reason")).contains("has several names (hard links)");
        assertThat(files.failure(CONTENT, "{'path': 'link', 'query': 'x'}").code())
                .isEqualTo(FailureCode.OUTSIDE_WORKSPACE);
    }

    @Test
    void manyMatchesAreCutAndLongLinesAreShownAroundTheMatch() {
        files.write("many", "needle\n".repeat(1_000));
        files.write("long", "x".repeat(50_000) + "pin" + "y".repeat(50_000));

        ObjectNode many = files.data(CONTENT, "{'path': 'many', 'query': 'needle'}");
        assertThat(many.path("matches")).hasSize(500);
        assertThat(many.path("truncated").booleanValue()).isTrue();
        ObjectNode found = (ObjectNode) files.data(CONTENT, "{'path': 'long', 'query': 'pin'}")
                .path("matches")
                .get(0);
        assertThat(found.path("column").intValue()).isEqualTo(50_001);
        assertThat(found.path("text").stringValue()).contains("pin").hasSizeLessThan(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){30}b", "(a|b|ab)*c"})
    void anExpressionThatWouldTakeForEverEndsWithAFailureOrAnAnswer(String expression) {
        files.write("evil", "a".repeat(5_000) + "!\n" + "ab".repeat(200_000) + "!\n");
        ObjectNode arguments =
                Json.object().put("path", "evil").put("query", expression).put("regex", true);

        long started = System.nanoTime();
        try {
            files.call(CONTENT, arguments, files.context());
        } catch (dev.writ.WritException e) {
            assertThat(e.failure().code()).isEqualTo(FailureCode.TIMED_OUT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aWrongExpressionIsExplained() {
        Failure failure = files.failure(CONTENT, "{'path': '', 'query': '(', 'regex': true}");

        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(failure.hint()).contains("regex to false");
        assertThat(files.failure(CONTENT, "{'path': '', 'query': ''}").code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    private List<String> places(String arguments) {
        return files.data(CONTENT, arguments).path("matches").findValuesAsString("path");
    }
}
