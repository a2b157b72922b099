package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class WriteFileTest {
    private static final String WRITE = "file_edit.write_file";

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
    void aNewFileIsMadeWithTheFoldersItLiesIn() throws IOException {
        ObjectNode data = files.data(WRITE, "{'path': 'a/b/new.txt', 'content': 'one\\ntwo\\n', 'mode': 'create'}");

        assertThat(files.root.resolve("a/b/new.txt")).hasContent("one\ntwo\n");
        assertThat(data.path("action").stringValue()).isEqualTo("created");
        assertThat(data.path("bytes").intValue()).isEqualTo(8);
        assertThat(data.path("diff").stringValue())
                .isEqualTo("--- /dev/null\n+++ b/a/b/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.root.resolve("a/b/new.txt"))))
                .doesNotContain("x")
                .startsWith("rw-");
        assertThat(files.server.changes().ofTree("tree_1"))
                .extracting(FileChange::action)
                .containsExactly(FileChange.ChangeAction.FOLDER_CREATED, FileChange.ChangeAction.CREATED);
    }

    @Test
    void createNeverReplaces() {
        files.write("a", "old");

        assertThat(files.failure(WRITE, "{'path': 'a', 'content': 'x', 'mode': 'create'}")
                        .code())
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(files.root.resolve("a")).hasContent("old");
    }

    @Test
    void overwriteReplacesAndKeepsPermissions() throws IOException {
        Path file = files.write("run.sh", "old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));

        ObjectNode data = files.data(WRITE, "{'path': 'run.sh', 'content': 'new\\n', 'mode': 'overwrite'}");

        assertThat(file).hasContent("new\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x---");
        assertThat(data.path("diff").stringValue()).isEqualTo("--- a/run.sh\n+++ b/run.sh\n@@ -1 +1 @@\n-old\n+new\n");
        assertThat(files.root).isDirectoryNotContaining("glob:**.writ-*");
    }

    @Test
    void anUnchangedFileIsNoChange() {
        files.write("a", "same");

        ObjectNode data = files.data(WRITE, "{'path': 'a', 'content': 'same', 'mode': 'overwrite'}");

        assertThat(data.path("action").stringValue()).isEqualTo("unchanged");
        assertThat(data.path("change").stringValue()).isEmpty();
        assertThat(files.server.changes().ofTree("tree_1")).isEmpty();
    }

    @Test
    void appendAddsInTheEncodingOfTheFile() throws IOException {
        Files.write(files.root.resolve("u16"), "\uFEFFä\n".getBytes(StandardCharsets.UTF_16LE));
        Files.write(files.root.resolve("l1"), "ä\n".getBytes(StandardCharsets.ISO_8859_1));

        files.call(WRITE, "{'path': 'u16', 'content': 'ö€', 'mode': 'append'}");
        files.call(WRITE, "{'path': 'l1', 'content': 'ö', 'mode': 'append'}");
        files.call(WRITE, "{'path': 'new', 'content': 'ö', 'mode': 'append'}");

        assertThat(files.root.resolve("u16")).hasBinaryContent("\uFEFFä\nö€".getBytes(StandardCharsets.UTF_16LE));
        assertThat(files.root.resolve("l1")).hasBinaryContent("ä\nö".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.root.resolve("new")).hasContent("ö");
        assertThat(files.failure(WRITE, "{'path': 'l1', 'content': '€', 'mode': 'append'}")
                        .message())
                .contains("ISO-8859-1 cannot express");
    }

    @Test
    void binaryFilesAreNotAddedToButMayBeReplaced() throws IOException {
        Files.write(files.root.resolve("bin"), new byte[] {1, 0, 2});

        assertThat(files.failure(WRITE, "{'path': 'bin', 'content': 'x', 'mode': 'append'}")
                        .message())
                .contains("binary");
        ObjectNode data = files.data(WRITE, "{'path': 'bin', 'content': 'x', 'mode': 'overwrite'}");
        assertThat(data.path("diff").stringValue()).isEqualTo("Binary files a/bin and b/bin differ.\n");
        files.data(
                "file_edit.undo",
                "{'change': '%s'}".formatted(data.path("change").stringValue()));
        assertThat(files.root.resolve("bin")).hasBinaryContent(new byte[] {1, 0, 2});
    }

    @Test
    void foldersAndReadOnlyFilesAreNotWritten() throws IOException {
        files.write("d/x", "");
        Files.setPosixFilePermissions(files.write("fixed", "f"), PosixFilePermissions.fromString("r--r--r--"));

        assertThat(files.failure(WRITE, "{'path': 'd', 'content': 'x', 'mode': 'overwrite'}")
                        .message())
                .contains("is a folder");
        assertThat(files.failure(WRITE, "{'path': 'd/x/y', 'content': 'x', 'mode': 'create'}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(files.failure(WRITE, "{'path': 'fixed', 'content': 'x', 'mode': 'overwrite'}")
                        .message())
                .contains("read-only");
        assertThat(files.failure(WRITE, "{'path': '.', 'content': 'x', 'mode': 'create'}")
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(files.server.changes().ofTree("tree_1")).isEmpty();
    }

    @Test
    void textThatIsNoTextAndFilesThatAreTooLargeAreRefused() {
        ObjectNode lone = Json.object().put("path", "a").put("mode", "create").put("content", "x\uD800");
        ObjectNode large = Json.object().put("path", "a").put("mode", "create").put("content", "ä".repeat(5_000_001));

        assertThat(files.failure(WRITE, lone).code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(files.failure(WRITE, large).code()).isEqualTo(FailureCode.TOO_LARGE);
        assertThat(files.root.resolve("a")).doesNotExist();
    }

    @Test
    void everyChangeIsAnEventWithItsCause() {
        String change = files.data(WRITE, "{'path': 'a', 'content': 'x\\n', 'mode': 'create'}")
                .path("change")
                .stringValue();

        List<Event> events = files.events.find(EventFilter.all().ofType("file"));
        assertThat(events).hasSize(1);
        Event event = events.getFirst();
        assertThat(event.type()).isEqualTo("file.changed");
        assertThat(event.entity()).isEqualTo(change);
        assertThat(event.tree()).isEqualTo("tree_1");
        assertThat(event.actor()).isEqualTo("agent:worker");
        assertThat(event.causedBy()).startsWith("call_");
        assertThat(event.data().path("path").stringValue()).isEqualTo("a");
        assertThat(event.data().path("lines_added").intValue()).isEqualTo(1);
    }
}
