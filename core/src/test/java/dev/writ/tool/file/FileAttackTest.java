package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.CallContext;
import dev.writ.tool.TestingCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Every operation against every way out of the workspace: families FS-1 to FS-7 and FS-10. */
class FileAttackTest {
    private static final String SECRET = "the secret outside";

    @TempDir
    Path temp;

    private TestingFiles files;
    private SortedMap<String, String> outside;

    @BeforeEach
    void open() throws Exception {
        files = new TestingFiles(temp);
        Files.writeString(files.outside.resolve("secret"), SECRET);
        Files.createDirectory(files.outside.resolve("folder"));
        Files.writeString(files.outside.resolve("folder/secret"), SECRET);
        outside = TestingFiles.contents(files.outside);
        files.write("inside/file", "inside");
        Files.createSymbolicLink(files.root.resolve("link"), files.outside.resolve("secret"));
        Files.createSymbolicLink(files.root.resolve("chain"), Path.of("link"));
        Files.createSymbolicLink(files.root.resolve("folder"), files.outside);
        Files.createSymbolicLink(files.root.resolve("inside/up"), Path.of("../../outside"));
        Files.createSymbolicLink(files.root.resolve("dangling"), files.outside.resolve("new"));
        Files.createSymbolicLink(files.root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(files.root.resolve("magic"), Path.of("/proc/self/root"));
        Files.createLink(files.root.resolve("hard"), files.outside.resolve("secret"));
        new ProcessBuilder("mkfifo", files.root.resolve("pipe").toString())
                .start()
                .waitFor();
    }

    @AfterEach
    void close() {
        files.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside/secret",
                "inside/../../outside/secret",
                "./../outside/secret",
                "ROOT/../outside/secret",
                "ROOT-evil/secret",
                "OUTSIDE/secret",
                "/etc/passwd",
                "/proc/self/environ",
                "/dev/zero",
                "~/.ssh/id_rsa",
                "file:///etc/passwd",
                "..\\outside\\secret",
                "\\\\host\\share",
                "inside/file\u0000.txt",
                "inside/\u202Efile",
                "link",
                "chain",
                "loop",
                "dangling",
                "folder/secret",
                "folder/folder/secret",
                "folder/new",
                "inside/up/secret",
                "magic/etc/passwd",
                "hard",
                "pipe",
                "%2e%2e/outside/secret",
                "....//outside/secret",
                "..%c0%af/secret",
                "inside /../file/x",
            })
    void noPathLeadsOutOrBlocks(String payload) {
        String path = payload.replace("ROOT", files.root.toString()).replace("OUTSIDE", files.outside.toString());
        for (Attempt attempt : attempts(path)) {
            Throwable thrown = catchThrowable(() -> {
                CallContext context = files.context();
                var result = TestingCalls.call(files.server, attempt.operation(), attempt.arguments(), context);
                assertThat(result.data().toString() + result.text())
                        .as(attempt + " shows nothing of the outside")
                        .doesNotContain(SECRET);
            });
            if (thrown != null) {
                assertThat(thrown).as(attempt.toString()).isInstanceOf(WritException.class);
                assertThat(((WritException) thrown).failure().code())
                        .as(attempt.toString())
                        .isNotEqualTo(FailureCode.INTERNAL);
            }
        }
        assertThat(TestingFiles.contents(files.outside)).isEqualTo(outside);
    }

    private record Attempt(String operation, ObjectNode arguments) {}

    private static List<Attempt> attempts(String path) {
        ObjectNode edit = Json.object().put("path", path);
        edit.putArray("edits").addObject().put("old_text", "secret").put("new_text", "x");
        return List.of(
                new Attempt("file_system_listing.read_file", Json.object().put("path", path)),
                new Attempt("file_system_listing.get_file_info", Json.object().put("path", path)),
                new Attempt("file_system_listing.list_directory", Json.object().put("path", path)),
                new Attempt("file_system_listing.directory_tree", Json.object().put("path", path)),
                new Attempt(
                        "file_system_listing.search_files",
                        Json.object().put("path", path).put("pattern", "*")),
                new Attempt(
                        "file_system_listing.search_content",
                        Json.object().put("path", path).put("query", "secret")),
                new Attempt(
                        "file_edit.write_file",
                        Json.object().put("path", path).put("content", "x").put("mode", "overwrite")),
                new Attempt(
                        "file_edit.write_file",
                        Json.object().put("path", path).put("content", "x").put("mode", "append")),
                new Attempt(
                        "file_edit.write_file",
                        Json.object().put("path", path).put("content", "x").put("mode", "create")),
                new Attempt("file_edit.edit_file", edit),
                new Attempt("file_edit.create_directory", Json.object().put("path", path)),
                new Attempt("file_edit.copy", Json.object().put("source", path).put("destination", "copied")),
                new Attempt(
                        "file_edit.copy",
                        Json.object().put("source", "inside/file").put("destination", path)),
                new Attempt(
                        "file_edit.move",
                        Json.object().put("source", "inside/file").put("destination", path)),
                new Attempt("file_edit.move", Json.object().put("source", path).put("destination", "moved")),
                new Attempt("file_edit.delete", Json.object().put("path", path).put("recursive", true)));
    }

    @Test
    void everythingInTheWorkspaceCanBeDeletedWithoutTouchingTheOutside() throws IOException {
        Files.delete(files.root.resolve("hard"));
        Files.delete(files.root.resolve("pipe"));
        for (String name : List.of("link", "chain", "folder", "dangling", "loop", "magic", "inside")) {
            files.call("file_edit.delete", "{'path': '%s', 'recursive': true}".formatted(name));
        }

        assertThat(files.root).isEmptyDirectory();
        assertThat(TestingFiles.contents(files.outside)).isEqualTo(outside);
        assertThat(files.server.changes().undoTree("tree_1", "person:ann"))
                .allMatch(undone -> undone.failure().isEmpty());
        assertThat(Files.readSymbolicLink(files.root.resolve("inside/up"))).isEqualTo(Path.of("../../outside"));
        assertThat(TestingFiles.contents(files.outside)).isEqualTo(outside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/hooks/pre-commit",
                ".git/config",
                ".git",
                ".GIT/config",
                "inside/.git/config",
                ".envrc",
                "inside/.envrc",
                ".writ/writ.yaml",
                ".git./config",
                "inside/../.git/config",
                "./.git//config",
            })
    void whatOtherProgramsTakeOrdersFromIsNotChanged(String path) {
        files.write(".git/config", "[core]\n");
        files.write(".envrc", "export A=1\n");
        SortedMap<String, String> before = TestingFiles.contents(files.root.resolve(".git"));

        for (Attempt attempt : attempts(path)) {
            boolean changes = attempt.operation().startsWith("file_edit.");
            boolean reads = attempt.arguments().path("source").asString("").equals(path)
                    && attempt.operation().equals("file_edit.copy");
            if (changes && !reads) {
                assertThat(files.failure(attempt.operation(), attempt.arguments())
                                .code())
                        .as(attempt.toString())
                        .isEqualTo(FailureCode.DENIED);
            }
        }
        assertThat(TestingFiles.contents(files.root.resolve(".git"))).isEqualTo(before);
        assertThat(files.root.resolve(".envrc")).hasContent("export A=1\n");
    }

    /** FS-7: what reads like something that is there is not made beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "readme.md",
                "README.MD",
                "README.md.",
                "README.md ",
                "RE\u0410DME.md",
                "READM\u0415.md",
                "README\u200C.md",
                "\uFF32EADME.md",
                "caf\u00E9",
                "CAFE\u0301",
                "ca\u200Dfe\u0301",
                "readme.md/x/y"
            })
    void aNameThatReadsLikeAnotherIsNotMade(String name) throws IOException {
        files.write("README.md", "one");
        files.write("cafe\u0301", "two");
        SortedMap<String, String> before = TestingFiles.contents(files.root.resolve("inside"));
        for (String operation : List.of("write_file", "create_directory", "copy", "move")) {
            ObjectNode arguments =
                    switch (operation) {
                        case "write_file" ->
                            Json.object().put("path", name).put("content", "x").put("mode", "create");
                        case "create_directory" -> Json.object().put("path", name);
                        default -> Json.object().put("source", "inside/file").put("destination", name);
                    };
            assertThat(files.failure("file_edit." + operation, arguments).code())
                    .as(operation)
                    .isIn(FailureCode.CONFLICT, FailureCode.INVALID_ARGUMENTS);
        }
        assertThat(TestingFiles.contents(files.root.resolve("inside"))).isEqualTo(before);
    }

    @Test
    void ofTwoThatAreWrittenAlikeNoneIsMeant() {
        files.write("caf\u00E9", "one");
        files.write("cafe\u0301", "two");
        for (String name : List.of("caf\u00E9", "cafe\u0301")) {
            assertThat(files.failure(
                                    "file_system_listing.read_file",
                                    Json.object().put("path", name))
                            .code())
                    .isEqualTo(FailureCode.CONFLICT);
            assertThat(files.failure("file_edit.delete", Json.object().put("path", name))
                            .code())
                    .isEqualTo(FailureCode.CONFLICT);
        }
    }

    @Test
    void anotherCaseOfItsOwnNameIsAUsualRenaming() {
        files.write("Readme.md", "one");
        files.call("file_edit.move", "{'source': 'Readme.md', 'destination': 'README.md'}");
        assertThat(files.root.resolve("README.md")).hasContent("one");
    }

    /** FS-6: nothing that is no plain file is opened, and none of it blocks. */
    @ParameterizedTest
    @ValueSource(strings = {"pipe", "socket", "device", "huge"})
    void whatIsNoPlainFileIsNeitherReadNorReplaced(String kind) throws Exception {
        switch (kind) {
            case "socket" -> {
                try (var socket = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
                    socket.bind(java.net.UnixDomainSocketAddress.of(files.root.resolve("socket")));
                }
            }
            case "device" ->
                new ProcessBuilder("mknod", files.root.resolve("device").toString(), "c", "1", "5")
                        .start()
                        .waitFor();
            case "huge" -> {
                try (var huge =
                        new java.io.RandomAccessFile(files.root.resolve("huge").toFile(), "rw")) {
                    huge.setLength(1L << 40);
                }
            }
            default -> {}
        }
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.exists(files.root.resolve(kind), java.nio.file.LinkOption.NOFOLLOW_LINKS));
        for (Attempt attempt : attempts(kind)) {
            boolean whole = attempt.operation().startsWith("file_edit.")
                    && !attempt.operation().endsWith("create_directory");
            if (whole && attempt.arguments().path("destination").asString("").isEmpty()) {
                assertThat(files.failure(attempt.operation(), attempt.arguments())
                                .code())
                        .as(attempt.toString())
                        .isNotIn(FailureCode.INTERNAL, FailureCode.TIMED_OUT);
            }
        }
        assertThat(files.root.resolve(kind)).exists();
    }

    /** FS-8: undoing is kept within limits of its own, and what cannot be undone is not done. */
    @Test
    void aRequestCannotFillTheDiskWithWhatIsKeptForUndoing() {
        files.close();
        FileLimits usual = FileLimits.standard();
        files = new TestingFiles(
                temp.resolve("small"),
                new FileLimits(
                        usual.fileBytes(),
                        usual.scanBytes(),
                        usual.textCharacters(),
                        usual.diffCharacters(),
                        usual.listed(),
                        usual.matches(),
                        usual.visited(),
                        usual.depth(),
                        usual.keptBytes(),
                        usual.keptEntries(),
                        2_500,
                        6,
                        usual.edits(),
                        usual.searchTime(),
                        usual.watchTime()));
        files.write("a", "x".repeat(1_000));
        String over = "{'path': 'a', 'content': '%s', 'mode': 'overwrite'}";
        files.call("file_edit.write_file", over.formatted("y".repeat(1_000)));
        files.call("file_edit.write_file", over.formatted("z".repeat(1_000)));
        assertThat(files.failure("file_edit.write_file", over.formatted("w")).code())
                .isEqualTo(FailureCode.TOO_LARGE);
        assertThat(files.root.resolve("a")).hasContent("z".repeat(1_000));
        for (int i = 0; i < 4; i++) {
            files.call("file_edit.create_directory", "{'path': 'd%d'}".formatted(i));
        }
        assertThat(files.failure("file_edit.create_directory", "{'path': 'one-more'}")
                        .code())
                .isEqualTo(FailureCode.TOO_LARGE);
        assertThat(files.root.resolve("one-more")).doesNotExist();
    }

    @Test
    void aFolderWithARepositoryInItIsNotDeletedCopiedOrMoved() {
        files.write("sub/repo/.git/config", "[core]\n");

        assertThat(files.failure("file_edit.delete", "{'path': 'sub', 'recursive': true}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
        assertThat(files.failure("file_edit.copy", "{'source': 'sub', 'destination': 'x'}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
        assertThat(files.failure("file_edit.move", "{'source': 'sub', 'destination': 'x'}")
                        .code())
                .isEqualTo(FailureCode.DENIED);
        assertThat(files.root.resolve("sub/repo/.git/config")).exists();
    }

    @Test
    void aTaskWithoutAWorkspaceIsTold() {
        CallContext none = TestingCalls.context(Optional.empty());
        for (var operation : files.server.operations()) {
            if (operation.spec().name().equals("list_changes")) {
                continue;
            }
            ObjectNode arguments = Json.object()
                    .put("path", "a")
                    .put("source", "a")
                    .put("destination", "b")
                    .put("change", "c");
            Throwable thrown = catchThrowable(() -> operation.prepare(arguments, none));
            assertThat(((WritException) thrown).failure().code()).isEqualTo(FailureCode.WORKSPACE_UNUSABLE);
            assertThat(((WritException) thrown).failure().hint()).contains("--workspace");
        }
    }
}
