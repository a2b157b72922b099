package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Scope.FileScope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operation states what it touches, so that a scope lets it pass only where all of that is inside: family FS-10. */
class FileScopeTest {
    private static final FileScope READ_SRC = new FileScope(List.of("src/**"), List.of());
    private static final FileScope EDIT_SRC = new FileScope(List.of("src/**"), List.of("src/**"));

    @TempDir
    Path temp;

    private TestingFiles files;

    @BeforeEach
    void open() {
        files = new TestingFiles(temp);
        files.write("src/a/x", "x");
        files.write("secret/key", "key");
    }

    @AfterEach
    void close() {
        files.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list_directory | {'path': 'src'} | true",
                "list_directory | {'path': 'src/../secret'} | false",
                "list_directory | {'path': ''} | false",
                "directory_tree | {'path': 'src'} | true",
                "directory_tree | {'path': 'src/a/..'} | true",
                "directory_tree | {'path': '.'} | false",
                "read_file | {'path': 'src/a/x'} | true",
                "read_file | {'path': 'src/../secret/key'} | false",
                "read_file | {'path': 'SRC/a/x'} | false",
                "get_file_info | {'path': 'secret'} | false",
                "search_files | {'path': 'src', 'pattern': '*'} | true",
                "search_files | {'path': '', 'pattern': '*'} | false",
                "search_content | {'path': 'src', 'query': 'x'} | true",
                "search_content | {'path': '', 'query': 'x', 'glob': 'src/**'} | false",
                "watch | {'path': 'src'} | true",
                "watch | {'path': ''} | false",
            })
    void readingStaysInItsScope(String operation, String arguments, boolean permitted) {
        assertThat(files.accesses("file_system_listing." + operation, arguments).stream()
                        .allMatch(READ_SRC::permits))
                .isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write_file | {'path': 'src/n', 'content': '', 'mode': 'create'} | true",
                "write_file | {'path': 'n', 'content': '', 'mode': 'create'} | false",
                "edit_file | {'path': 'secret/key', 'edits': [{'old_text': 'k', 'new_text': 'l'}]} | false",
                "create_directory | {'path': 'src/n/m'} | true",
                "create_directory | {'path': 'n'} | false",
                "copy | {'source': 'src/a', 'destination': 'src/b'} | true",
                "copy | {'source': 'secret/key', 'destination': 'src/key'} | false",
                "copy | {'source': 'src/a/x', 'destination': 'secret/x'} | false",
                "move | {'source': 'src/a', 'destination': 'src/b'} | true",
                "move | {'source': 'secret', 'destination': 'src/secret'} | false",
                "move | {'source': 'src/a', 'destination': 'public'} | false",
                "delete | {'path': 'src', 'recursive': true} | true",
                "delete | {'path': 'secret', 'recursive': true} | false",
                "list_changes | {} | true",
            })
    void changingStaysInItsScope(String operation, String arguments, boolean permitted) {
        assertThat(files.accesses("file_edit." + operation, arguments).stream().allMatch(EDIT_SRC::permits))
                .isEqualTo(permitted);
    }

    @Test
    void aScopeOfTheFolderAloneDoesNotOpenWhatIsInIt() {
        FileScope folder = new FileScope(List.of("*"), List.of("*"));

        assertThat(files.accesses("file_system_listing.list_directory", "{'path': 'secret'}").stream()
                        .allMatch(folder::permits))
                .isTrue();
        for (String arguments : List.of("{'path': 'secret', 'query': 'k'}")) {
            assertThat(files.accesses("file_system_listing.search_content", arguments).stream()
                            .allMatch(folder::permits))
                    .isFalse();
        }
        assertThat(files.accesses("file_edit.copy", "{'source': 'secret', 'destination': 'b'}").stream()
                        .allMatch(folder::permits))
                .isFalse();
        assertThat(files.accesses("file_edit.delete", "{'path': 'secret', 'recursive': true}").stream()
                        .allMatch(folder::permits))
                .isFalse();
    }

    @Test
    void takingAChangeBackTouchesWhatItTouched() {
        String moved = files.data("file_edit.move", "{'source': 'secret', 'destination': 'src/secret'}")
                .path("change")
                .stringValue();

        assertThat(files.accesses("file_edit.undo", "{'change': '%s'}".formatted(moved)).stream()
                        .allMatch(EDIT_SRC::permits))
                .isFalse();
        assertThat(files.accesses("file_edit.undo", "{'change': '%s'}".formatted(moved)).stream()
                        .allMatch(new FileScope(List.of(), List.of("src/**", "secret/**"))::permits))
                .isTrue();
    }
}
