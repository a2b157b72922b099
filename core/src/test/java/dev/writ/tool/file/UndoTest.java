package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.tool.OperationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndoTest {
    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new TestingFiles(temp);
        Path script = files.write("src/run.sh", "echo 1\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        files.write("src/deep/x.txt", "x\n");
        Files.createSymbolicLink(files.root.resolve("src/deep/link"), Path.of("x.txt"));
        Files.createDirectory(files.root.resolve("src/empty"));
    }

    @AfterEach
    void close() {
        files.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write_file | {'path': 'new.txt', 'content': 'n', 'mode': 'create'}",
                "write_file | {'path': 'src/run.sh', 'content': 'n', 'mode': 'overwrite'}",
                "write_file | {'path': 'src/run.sh', 'content': 'n', 'mode': 'append'}",
                "edit_file | {'path': 'src/run.sh', 'edits': [{'old_text': '1', 'new_text': '2'}]}",
                "create_directory | {'path': 'new'}",
                "create_directory | {'path': 'src/a/b/c'}",
                "copy | {'source': 'src', 'destination': 'copy'}",
                "copy | {'source': 'src/run.sh', 'destination': 'src/run2.sh'}",
                "move | {'source': 'src', 'destination': 'moved'}",
                "move | {'source': 'src/run.sh', 'destination': 'run.sh'}",
                "move | {'source': 'src/deep/link', 'destination': 'link'}",
                "delete | {'path': 'src/run.sh'}",
                "delete | {'path': 'src/empty'}",
                "delete | {'path': 'src', 'recursive': true}",
            })
    void everyKindOfChangeIsTakenBackExactly(String operation, String arguments) {
        SortedMap<String, String> before = TestingFiles.contents(files.root);

        String change = files.data("file_edit." + operation, arguments.replace("''", "'"))
                .path("change")
                .stringValue();
        assertThat(TestingFiles.contents(files.root)).isNotEqualTo(before);
        OperationResult undone = undo(change);

        assertThat(TestingFiles.contents(files.root)).isEqualTo(before);
        assertThat(undone.data().path("restored").booleanValue()).isTrue();
        assertThat(files.server.changes().find(change).orElseThrow().state()).isEqualTo(FileChange.State.UNDONE);
        assertThat(files.failure("file_edit.undo", "{'change': '%s'}".formatted(change))
                        .message())
                .contains("taken back already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write_file | {'path': 'f', 'content': 'n', 'mode': 'create'} | f",
                "edit_file | {'path': 'src/run.sh', 'edits': [{'old_text': '1', 'new_text': '2'}]} | src/run.sh",
                "create_directory | {'path': 'a/b'} | a/b/other",
                "copy | {'source': 'src', 'destination': 'copy'} | copy/deep/x.txt",
                "copy | {'source': 'src', 'destination': 'copy'} | copy/added",
                "move | {'source': 'src/run.sh', 'destination': 'run.sh'} | run.sh",
                "move | {'source': 'src', 'destination': 'moved'} | moved/added",
                "move | {'source': 'src/run.sh', 'destination': 'run.sh'} | src/run.sh",
                "delete | {'path': 'src/run.sh'} | src/run.sh",
                "delete | {'path': 'src', 'recursive': true} | src",
            })
    void whatWasChangedSinceIsNotTakenBack(String operation, String arguments, String touched) {
        String change =
                files.data("file_edit." + operation, arguments).path("change").stringValue();
        files.write(touched, "by someone else");
        SortedMap<String, String> before = TestingFiles.contents(files.root);

        assertThat(files.failure("file_edit.undo", "{'change': '%s'}".formatted(change))
                        .code())
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(TestingFiles.contents(files.root)).isEqualTo(before);
        assertThat(files.server.changes().find(change).orElseThrow().state()).isNotEqualTo(FileChange.State.UNDONE);
    }

    @Test
    void anUndoThatMetAConflictWorksOnceTheFileIsAsItWas() throws IOException {
        String change = files.data("file_edit.write_file", "{'path': 'f', 'content': 'n', 'mode': 'create'}")
                .path("change")
                .stringValue();
        files.write("f", "other");
        assertThat(files.failure("file_edit.undo", "{'change': '%s'}".formatted(change))
                        .code())
                .isEqualTo(FailureCode.CONFLICT);
        Files.writeString(files.root.resolve("f"), "n");

        FileChange.State state =
                files.server.changes().find(change).orElseThrow().state();
        assertThat(state).isEqualTo(FileChange.State.DONE);
        undo(change);
        assertThat(files.root.resolve("f")).doesNotExist();
    }

    @Test
    void aWholeTreeIsTakenBackNewestFirst() {
        SortedMap<String, String> before = TestingFiles.contents(files.root);
        files.call("file_edit.write_file", "{'path': 'a/b/c.txt', 'content': '1', 'mode': 'create'}");
        files.call("file_edit.edit_file", "{'path': 'a/b/c.txt', 'edits': [{'old_text': '1', 'new_text': '2'}]}");
        files.call("file_edit.move", "{'source': 'a/b', 'destination': 'z/b'}");
        files.call("file_edit.edit_file", "{'path': 'z/b/c.txt', 'edits': [{'old_text': '2', 'new_text': '3'}]}");
        files.call("file_edit.copy", "{'source': 'z', 'destination': 'y'}");
        files.call("file_edit.delete", "{'path': 'z', 'recursive': true}");
        files.call("file_edit.delete", "{'path': 'src', 'recursive': true}");
        files.call("file_edit.move", "{'source': 'y', 'destination': 'src'}");

        List<FileChanges.Undone> undone = files.server.changes().undoTree("tree_1", "person:ann");

        assertThat(undone).allSatisfy(each -> assertThat(each.failure()).isEmpty());
        assertThat(TestingFiles.contents(files.root)).isEqualTo(before);
        List<Event> events = files.events.find(EventFilter.all().ofType("file.undone"));
        assertThat(events)
                .hasSize(undone.size())
                .allMatch(event -> event.actor().equals("person:ann"));
        assertThat(files.server.changes().undoTree("tree_1", "person:ann")).isEmpty();
    }

    @Test
    void inATreeWhatCannotBeTakenBackIsReportedAndTheRestIs() {
        files.call("file_edit.write_file", "{'path': 'a', 'content': '1', 'mode': 'create'}");
        files.call("file_edit.write_file", "{'path': 'b', 'content': '1', 'mode': 'create'}");
        files.write("b", "by someone else");

        List<FileChanges.Undone> undone = files.server.changes().undoTree("tree_1", "person:ann");

        assertThat(undone).extracting(each -> each.failure().isPresent()).containsExactly(true, false);
        assertThat(files.root.resolve("a")).doesNotExist();
        assertThat(files.root.resolve("b")).hasContent("by someone else");
    }

    @Test
    void changesAreListedWithHowTheyStand() {
        files.call("file_edit.edit_file", "{'path': 'src/run.sh', 'edits': [{'old_text': '1', 'new_text': '2'}]}");
        String moved = files.data("file_edit.move", "{'source': 'src/deep', 'destination': 'deep'}")
                .path("change")
                .stringValue();
        undo(moved);

        OperationResult list = files.call("file_edit.list_changes", "{}");

        assertThat(list.data().path("changes").findValuesAsString("path")).containsExactly("src/run.sh", "deep");
        assertThat(list.data().path("changes").get(0).path("lines_added").intValue())
                .isEqualTo(1);
        assertThat(list.data().path("changes").get(0).path("undone").booleanValue())
                .isFalse();
        assertThat(list.data().path("changes").get(1).path("undone").booleanValue())
                .isTrue();
        assertThat(list.text()).contains("src/run.sh edited +1 -1").contains("deep moved from src/deep (undone)");
    }

    @Test
    void changesOfAnotherRequestAreNeitherSeenNorTakenBack() {
        String change = files.data("file_edit.write_file", "{'path': 'a', 'content': '1', 'mode': 'create'}")
                .path("change")
                .stringValue();

        Throwable thrown = Assertions.catchThrowable(
                () -> files.call("file_edit.undo", Json.object().put("change", change), files.context("tree_2")));

        assertThat(((WritException) thrown).failure().code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(files.call("file_edit.list_changes", Json.object(), files.context("tree_2"))
                        .data()
                        .path("changes"))
                .isEmpty();
        assertThat(files.failure("file_edit.undo", "{'change': 'change_none'}").code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    private OperationResult undo(String change) {
        return files.call("file_edit.undo", "{'change': '%s'}".formatted(change));
    }
}
