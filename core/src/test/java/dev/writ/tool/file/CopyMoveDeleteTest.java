package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyMoveDeleteTest {
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
    void foldersAreMadeOnceWithThoseTheyLieIn() {
        String first = files.data("file_edit.create_directory", "{'path': 'a/b/c'}")
                .path("change")
                .stringValue();
        String again = files.data("file_edit.create_directory", "{'path': 'a/b/c'}")
                .path("change")
                .stringValue();

        assertThat(files.root.resolve("a/b/c")).isDirectory();
        assertThat(first).isNotEmpty();
        assertThat(again).isEmpty();
        files.write("f", "");
        assertThat(files.failure("file_edit.create_directory", "{'path': 'f'}").code())
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(files.failure("file_edit.create_directory", "{'path': 'f/x'}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void filesAndFoldersAreCopiedWithPermissions() throws IOException {
        Path script = files.write("src/run.sh", "run");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        files.write("src/deep/x", "x");

        files.call("file_edit.copy", "{'source': 'src', 'destination': 'new/place'}");
        files.call("file_edit.copy", "{'source': 'src/run.sh', 'destination': 'run2.sh'}");

        assertThat(TestingFiles.contents(files.root.resolve("new/place")))
                .isEqualTo(TestingFiles.contents(files.root.resolve("src")));
        assertThat(TestingFiles.contents(files.root).get("run2.sh"))
                .isEqualTo(TestingFiles.contents(files.root).get("src/run.sh"));
    }

    @Test
    void filesAndFoldersAreMoved() {
        files.write("a/x", "x");
        files.write("b", "b");

        files.call("file_edit.move", "{'source': 'a', 'destination': 'c/d'}");
        files.call("file_edit.move", "{'source': 'b', 'destination': 'c/b2'}");

        assertThat(files.root.resolve("c/d/x")).hasContent("x");
        assertThat(files.root.resolve("c/b2")).hasContent("b");
        assertThat(files.root.resolve("a")).doesNotExist();
        assertThat(files.root.resolve("b")).doesNotExist();
    }

    @Test
    void nothingIsEverReplacedOrPutIntoItself() {
        files.write("a", "a");
        files.write("b", "b");
        files.write("d/x", "x");

        for (String operation : new String[] {"file_edit.copy", "file_edit.move"}) {
            assertThat(files.failure(operation, "{'source': 'a', 'destination': 'b'}")
                            .code())
                    .isEqualTo(FailureCode.CONFLICT);
            assertThat(files.failure(operation, "{'source': 'a', 'destination': 'd'}")
                            .code())
                    .isEqualTo(FailureCode.CONFLICT);
            assertThat(files.failure(operation, "{'source': 'd', 'destination': 'd/e'}")
                            .code())
                    .isEqualTo(FailureCode.INVALID_ARGUMENTS);
            assertThat(files.failure(operation, "{'source': 'no', 'destination': 'new/folder/x'}")
                            .code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
        assertThat(files.root.resolve("b")).hasContent("b");
        assertThat(files.root.resolve("new")).doesNotExist();
    }

    @Test
    void aFolderIsDeletedOnlyWhenAskedFor() {
        files.write("d/x", "x");
        files.write("f", "f");

        assertThat(files.failure("file_edit.delete", "{'path': 'd'}").message()).contains("is not empty");
        files.call("file_edit.delete", "{'path': 'd', 'recursive': true}");
        files.call("file_edit.delete", "{'path': 'f'}");
        assertThat(files.root).isEmptyDirectory();
        assertThat(files.failure("file_edit.delete", "{'path': 'f'}").code()).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void deletingALinkLeavesWhatItPointsTo() throws IOException {
        Files.writeString(files.outside.resolve("kept"), "kept");
        Files.createSymbolicLink(files.root.resolve("link"), files.outside);
        files.write("d/x", "");
        Files.createSymbolicLink(files.root.resolve("d/link"), files.outside);

        String change = files.data("file_edit.delete", "{'path': 'link'}")
                .path("change")
                .stringValue();
        files.call("file_edit.delete", "{'path': 'd', 'recursive': true}");

        assertThat(files.root).isEmptyDirectory();
        assertThat(files.outside.resolve("kept")).hasContent("kept");
        files.call("file_edit.undo", "{'change': '%s'}".formatted(change));
        assertThat(Files.readSymbolicLink(files.root.resolve("link"))).isEqualTo(files.outside);
    }

    @Test
    void whatCannotBeKeptForUndoIsNotDeletedOrCopied() throws IOException {
        for (int i = 0; i < 5_100; i++) {
            files.write("many/" + i, "");
        }
        Files.write(files.root.resolve("large"), new byte[21_000_000]);

        for (String path : new String[] {"many", "large"}) {
            assertThat(files.failure("file_edit.delete", "{'path': '%s', 'recursive': true}".formatted(path))
                            .code())
                    .isEqualTo(FailureCode.TOO_LARGE);
            assertThat(files.failure("file_edit.copy", "{'source': '%s', 'destination': 'new/x'}".formatted(path))
                            .code())
                    .isEqualTo(FailureCode.TOO_LARGE);
            assertThat(files.root.resolve(path)).exists();
        }
        assertThat(files.root.resolve("new")).doesNotExist();
        files.call("file_edit.move", "{'source': 'many', 'destination': 'moved'}");
        files.call("file_edit.move", "{'source': 'large', 'destination': 'moved2'}");
        assertThat(files.server.changes().undoTree("tree_1", "person:ann"))
                .allMatch(undone -> undone.failure().isEmpty());
        assertThat(files.root.resolve("large")).exists();
    }
}
