package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class EditFileTest {
    private static final String EDIT = "file_edit.edit_file";

    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() {
        files = new TestingFiles(temp);
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aTextThatIsThereOnceIsReplaced() {
        Path file = files.write("a.txt", "one\ntwo\nthree\n");

        ObjectNode data = files.data(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'two', 'new_text': '2'}]}");

        assertThat(file).hasContent("one\n2\nthree\n");
        assertThat(data.path("replacements").intValue()).isEqualTo(1);
        assertThat(data.path("diff").stringValue())
                .isEqualTo("--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n");
        assertThat(data.path("change").stringValue()).startsWith("change_");
    }

    @Test
    void aTextThatIsMissingOrThereTwiceChangesNothing() {
        Path file = files.write("a.txt", "x\ny\nx\n");

        Failure missing = files.failure(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'z', 'new_text': '2'}]}");
        Failure twice = files.failure(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'x', 'new_text': '2'}]}");

        assertThat(missing.code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(missing.message()).contains("not in the file");
        assertThat(twice.message()).contains("more than once, at lines 1, 3");
        assertThat(twice.hint()).contains("set all to true");
        assertThat(file).hasContent("x\ny\nx\n");
    }

    @Test
    void placesThatOverlapAreNotUnique() {
        files.write("a.txt", "aaa");

        assertThat(files.failure(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'aa', 'new_text': 'b'}]}")
                        .message())
                .contains("more than once");
    }

    @Test
    void allPlacesAreReplacedWhereAskedFor() {
        Path file = files.write("a.txt", "x y x\nx");

        ObjectNode data =
                files.data(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'x', 'new_text': 'xx', 'all': true}]}");

        assertThat(file).hasContent("xx y xx\nxx");
        assertThat(data.path("replacements").intValue()).isEqualTo(3);
    }

    @Test
    void severalEditsBuildOnEachOtherAndAreAllOrNothing() {
        Path file = files.write("a.txt", "alpha\n");

        files.call(
                EDIT,
                "{'path': 'a.txt', 'edits': [{'old_text': 'alpha', 'new_text': 'beta'},"
                        + " {'old_text': 'beta', 'new_text': 'gamma'}]}");
        assertThat(file).hasContent("gamma\n");

        Failure failure = files.failure(
                EDIT,
                "{'path': 'a.txt', 'edits': [{'old_text': 'gamma', 'new_text': 'delta'},"
                        + " {'old_text': 'nowhere', 'new_text': 'x'}]}");
        assertThat(failure.message()).contains("old_text of edit 2");
        assertThat(file).hasContent("gamma\n");
    }

    @Test
    void aDryRunShowsTheDiffAndChangesNothing() {
        Path file = files.write("a.txt", "old\n");

        ObjectNode data = files.data(
                EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'old', 'new_text': 'new'}], 'dry_run': true}");

        assertThat(file).hasContent("old\n");
        assertThat(data.path("diff").stringValue()).contains("-old\n+new\n");
        assertThat(data.path("change").stringValue()).isEmpty();
        assertThat(files.server.changes().ofTree("tree_1")).isEmpty();
    }

    @Test
    void lineEndsOfTheFileAreKept() throws IOException {
        Path file = files.write("dos.txt", "one\r\ntwo\r\nthree\r\n");

        files.call(EDIT, "{'path': 'dos.txt', 'edits': [{'old_text': 'one\\ntwo', 'new_text': '1\\n2\\n2b'}]}");

        assertThat(Files.readString(file)).isEqualTo("1\r\n2\r\n2b\r\nthree\r\n");
    }

    @Test
    void theEncodingOfTheFileIsKept() throws IOException {
        Path file = files.root.resolve("latin1");
        Files.write(file, "Größe: 1\n".getBytes(StandardCharsets.ISO_8859_1));

        files.call(EDIT, "{'path': 'latin1', 'edits': [{'old_text': 'Größe: 1', 'new_text': 'Größe: ½'}]}");

        assertThat(file).hasBinaryContent("Größe: ½\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.failure(EDIT, "{'path': 'latin1', 'edits': [{'old_text': '½', 'new_text': '€'}]}")
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        files.write("a.txt", "a");
        Files.write(files.root.resolve("bin"), new byte[] {'a', 0});

        assertThat(files.failure(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': '', 'new_text': 'x'}]}")
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(files.failure(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'a', 'new_text': 'a'}]}")
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(files.failure(EDIT, "{'path': 'bin', 'edits': [{'old_text': 'a', 'new_text': 'x'}]}")
                        .message())
                .contains("binary");
        assertThat(files.failure(EDIT, "{'path': 'no', 'edits': [{'old_text': 'a', 'new_text': 'x'}]}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    /** Family FS-8. */
    @Test
    void editsCannotBeMadeSlowOrHuge() {
        files.write("a.txt", "a".repeat(5_000_000));
        ObjectNode slow = Json.object().put("path", "a.txt");
        slow.putArray("edits")
                .addObject()
                .put("old_text", "a".repeat(900_000) + "b")
                .put("new_text", "x");
        ObjectNode huge = Json.object().put("path", "a.txt");
        huge.putArray("edits")
                .addObject()
                .put("old_text", "a")
                .put("new_text", "x".repeat(1_000))
                .put("all", true);

        long started = System.nanoTime();
        assertThat(files.failure(EDIT, slow).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(files.failure(EDIT, huge).code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));

        ObjectNode many = Json.object().put("path", "a.txt");
        ArrayNode edits = many.putArray("edits");
        for (int i = 0; i < 10_000; i++) {
            edits.addObject().put("old_text", "a").put("new_text", "b");
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                        dev.writ.tool.TestingCalls.find(files.server, EDIT).prepare(many, files.context())))
                .hasMessageContaining("1 to 500");
    }

    @Test
    void aLongDiffIsCut() {
        files.write("a.txt", "line\n".repeat(50_000));

        ObjectNode data =
                files.data(EDIT, "{'path': 'a.txt', 'edits': [{'old_text': 'line', 'new_text': 'LINE', 'all': true}]}");

        assertThat(data.path("diff").stringValue()).hasSizeLessThan(50_100).contains("the diff goes on");
    }
}
