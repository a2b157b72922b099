package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.Scope.FileScope;
import dev.writ.tool.TestingDoor;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What two grants together must not add up to, through the real gateway: reading and writing below {@code src}, and nothing
 * else. Family FS-10.
 */
class FileGrantAttackTest {
    private static final String SECRET = "the key of the house";
    private static final List<String> OUTSIDE_PATHS = List.of(
            "secret/key",
            "src/../secret/key",
            "./secret/key",
            "SRC/new",
            "src2/new",
            "srcx",
            "new",
            "pom.xml",
            "package.json",
            "Makefile",
            "build.gradle",
            ".github/workflows/ci.yml",
            ".vscode/tasks.json",
            "docs/src/new");
    private static final List<String> CONTROL_PATHS = List.of(
            ".git/hooks/pre-commit",
            ".git/config",
            ".envrc",
            "src/.envrc",
            "src/.git/hooks/post-checkout",
            "src/.git",
            "src/.GIT/config",
            "src/.git./config",
            "src/.git::$INDEX_ALLOCATION/config",
            "src/git~1/config",
            "src/.claude/settings.json",
            "src/.mcp.json",
            "src/.writ/writ.yaml");

    @TempDir
    Path temp;

    private Path root;
    private TestingDoor door;
    private String task;
    private Map<String, String> before;

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(temp.resolve("root")).toRealPath();
        put("src/a", "a");
        put("src/deep/b", "b");
        put("secret/key", SECRET);
        put("pom.xml", "<project/>");
        put(".envrc", "");
        put(".git/config", "");
        put(".git/hooks/keep", "");
        door = new TestingDoor(
                temp,
                root,
                (database, events) -> List.of(new FileSystemServer(
                        database,
                        events,
                        InstantSource.system(),
                        new TimeOrderedIds(InstantSource.system(), new Random(1)))));
        task = door.task();
        FileScope src = new FileScope(List.of("src/**"), List.of("src/**"));
        door.grant(task, "file_edit", src);
        door.grant(task, "file_system_listing", new FileScope(List.of("src/**"), List.of()));
        before = TestingFiles.contents(root);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void put(String path, String content) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), content);
    }

    private static ObjectNode object(String... namesAndValues) {
        ObjectNode object = Json.object();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private void isStopped(String operation, ObjectNode arguments) throws Exception {
        ToolOutcome outcome = door.call(task, operation, arguments);
        assertThat(outcome).as(operation + arguments).isNotInstanceOf(ToolOutcome.Succeeded.class);
        assertThat(outcome.toString()).doesNotContain(SECRET);
        assertThat(TestingFiles.contents(root)).as(operation + arguments).isEqualTo(before);
        assertThat(door.records()).doesNotContain(SECRET);
    }

    @Test
    void whatWasGrantedWorks() {
        assertThat(door.call(task, "file_edit.move", object("source", "src/a", "destination", "src/deep/a")))
                .isInstanceOf(ToolOutcome.Succeeded.class);
        assertThat(door.call(task, "file_system_listing.read_file", object("path", "src/deep/a")))
                .isInstanceOf(ToolOutcome.Succeeded.class);
    }

    static Stream<String> outsidePaths() {
        return OUTSIDE_PATHS.stream();
    }

    static Stream<String> allPaths() {
        return Stream.concat(OUTSIDE_PATHS.stream(), CONTROL_PATHS.stream());
    }

    /** Renaming into or out of the scope, copying out of it, or a secret into what may be read. */
    @ParameterizedTest
    @MethodSource("allPaths")
    void nothingIsMovedOrCopiedOverTheBorder(String path) throws Exception {
        for (String operation : List.of("file_edit.move", "file_edit.copy")) {
            isStopped(operation, object("source", "src/a", "destination", path));
            isStopped(operation, object("source", "src/deep", "destination", path));
            isStopped(operation, object("source", path, "destination", "src/stolen"));
        }
        isStopped("file_edit.copy", object("source", "secret", "destination", "src/stolen"));
        isStopped("file_edit.move", object("source", "", "destination", "src/stolen"));
        isStopped("file_edit.move", object("source", "src", "destination", "secret/src"));
    }

    /** What a build, a shell or git would obey, and whatever else lies beside. */
    @ParameterizedTest
    @MethodSource("allPaths")
    void nothingIsWrittenBeyondTheBorder(String path) throws Exception {
        for (String mode : List.of("create", "overwrite", "append")) {
            isStopped("file_edit.write_file", object("path", path, "content", "evil", "mode", mode));
        }
        isStopped("file_edit.create_directory", object("path", path));
        ObjectNode edit = object("path", path);
        edit.putArray("edits").addObject().put("old_text", "").put("new_text", "evil");
        isStopped("file_edit.edit_file", edit);
        isStopped("file_edit.delete", object("path", path).put("recursive", true));
    }

    @ParameterizedTest
    @MethodSource("outsidePaths")
    void nothingIsReadBeyondTheBorder(String path) throws Exception {
        isStopped("file_system_listing.read_file", object("path", path));
        isStopped("file_system_listing.get_file_info", object("path", path));
        isStopped("file_system_listing.search_content", object("path", "", "query", "key"));
        isStopped("file_system_listing.directory_tree", object("path", "secret"));
        // The read side of an edit tells of a file by what it finds to replace.
        ObjectNode dryRun = object("path", path).put("dry_run", true);
        dryRun.putArray("edits").addObject().put("old_text", "key of").put("new_text", "x");
        isStopped("file_edit.edit_file", dryRun);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file_edit.move", "file_edit.copy"})
    void theWholeWriteScopeGivesNoRightToRead(String operation) throws Exception {
        String writer = door.task();
        door.grant(writer, "file_edit", new FileScope(List.of(), List.of("**")));
        ToolOutcome copied =
                door.call(writer, "file_edit.copy", object("source", "secret/key", "destination", "src/stolen"));
        assertThat(copied)
                .isInstanceOfSatisfying(
                        ToolOutcome.Denied.class,
                        denied -> assertThat(denied.decision().rule()).isEqualTo(Rule.SCOPE));
        // Not even over two tasks of the same tree, each with a grant of its own.
        isStopped(operation, object("source", "secret/key", "destination", "src/stolen"));
    }

    @Test
    void noWriteScopeHoweverWideReachesWhatOtherProgramsObey() throws Exception {
        String wide = door.task();
        door.grant(wide, "file_edit", new FileScope(List.of("**"), List.of("**")));
        for (String path : CONTROL_PATHS) {
            for (ObjectNode arguments : List.of(
                    object("path", path, "content", "evil", "mode", "overwrite"),
                    object("path", path, "content", "evil", "mode", "create"))) {
                assertThat(door.call(wide, "file_edit.write_file", arguments))
                        .as(path)
                        .isNotInstanceOf(ToolOutcome.Succeeded.class);
            }
            assertThat(door.call(wide, "file_edit.move", object("source", "src/a", "destination", path)))
                    .as(path)
                    .isNotInstanceOf(ToolOutcome.Succeeded.class);
        }
        assertThat(TestingFiles.contents(root)).isEqualTo(before);
    }
}
