package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.tool.OperationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ListingTest {
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
    void aFolderListsItsEntriesByName() throws IOException {
        files.write("b.txt", "12345");
        files.write("a/x", "");
        Files.createSymbolicLink(files.root.resolve("c"), Path.of("b.txt"));

        OperationResult result = files.call("file_system_listing.list_directory", "{'path': ''}");

        JsonNode entries = result.data().path("entries");
        assertThat(entries.findValuesAsString("name")).containsExactly("a", "b.txt", "c");
        assertThat(entries.findValuesAsString("type")).containsExactly("directory", "file", "link");
        assertThat(entries.get(1).path("size").intValue()).isEqualTo(5);
        assertThat(result.text()).isEqualTo(".: 3 entries\n  a/\n  b.txt  5 B\n  c@\n");
    }

    @Test
    void aFolderOfTenThousandEntriesIsListedInPart() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(files.root.resolve("file%05d".formatted(i)));
        }

        ObjectNode list = files.data("file_system_listing.list_directory", "{'path': '.'}");
        assertThat(list.path("entries")).hasSize(2_000);
        assertThat(list.path("truncated").booleanValue()).isTrue();
        assertThat(list.path("entries").get(1_999).path("name").stringValue()).isEqualTo("file01999");

        OperationResult tree = files.call("file_system_listing.directory_tree", "{'path': '.'}");
        assertThat(tree.data().path("entries")).hasSize(2_000);
        assertThat(tree.data().path("files").intValue()).isEqualTo(10_000);
        assertThat(tree.data().path("truncated").booleanValue()).isTrue();
        assertThat(tree.text().length()).isLessThan(200_000);

        ObjectNode search = files.data("file_system_listing.search_files", "{'path': '', 'pattern': '*'}");
        assertThat(search.path("matches")).hasSize(2_000);
        assertThat(search.path("truncated").booleanValue()).isTrue();
    }

    @Test
    void aTreeShowsEverythingWithTotals() {
        files.write("src/main/App.java", "class App {}");
        files.write("src/App.md", "# App");
        files.write("pom.xml", "<p/>");

        OperationResult result = files.call("file_system_listing.directory_tree", "{'path': ''}");

        assertThat(result.data().path("entries").findValuesAsString("path"))
                .containsExactly("pom.xml", "src", "src/App.md", "src/main", "src/main/App.java");
        assertThat(result.data().path("files").intValue()).isEqualTo(3);
        assertThat(result.data().path("directories").intValue()).isEqualTo(2);
        assertThat(result.data().path("bytes").intValue()).isEqualTo(21);
        assertThat(result.data().path("truncated").booleanValue()).isFalse();
        assertThat(result.text()).isEqualTo("""
                        .: 3 files, 2 folders, 21 B
                          pom.xml  4 B
                          src/
                            App.md  5 B
                            main/
                              App.java  12 B
                        """);
    }

    @Test
    void aTreeEndsAtTheDepthAskedFor() {
        files.write("a/b/c/d", "");

        ObjectNode tree = files.data("file_system_listing.directory_tree", "{'path': '', 'depth': 2}");

        assertThat(tree.path("entries").findValuesAsString("path")).containsExactly("a", "a/b");
        assertThat(tree.path("truncated").booleanValue()).isFalse();
    }

    @Test
    void whatGitKeepsIsCountedAndSaidToBeLeftOut() {
        files.write(".git/config", "12345");
        files.write(".git/objects/ab/cd", "123");
        files.write("a", "");

        OperationResult result = files.call("file_system_listing.directory_tree", "{'path': ''}");

        assertThat(result.data().path("entries").findValuesAsString("path")).containsExactly(".git", "a");
        assertThat(result.data().path("entries").get(0).path("files").intValue())
                .isEqualTo(2);
        assertThat(result.data().path("entries").get(0).path("size").intValue()).isEqualTo(8);
        assertThat(result.data().path("files").intValue()).isEqualTo(1);
        assertThat(result.text()).contains(".git/  (2 files, 8 B, not listed)");
        assertThat(files.data("file_system_listing.directory_tree", "{'path': '.git'}")
                        .path("files")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void aTreeDoesNotFollowLinks() throws IOException {
        Files.writeString(files.outside.resolve("secret"), "secret");
        Files.createSymbolicLink(files.root.resolve("out"), files.outside);
        Files.createSymbolicLink(files.root.resolve("loop"), Path.of("."));

        ObjectNode tree = files.data("file_system_listing.directory_tree", "{'path': ''}");

        assertThat(tree.path("entries").findValuesAsString("path")).containsExactly("loop", "out");
        assertThat(tree.path("entries").findValuesAsString("type")).containsExactly("link", "link");
    }

    @Test
    void aVeryDeepTreeEndsAndSaysSo() throws IOException {
        Path folder = files.root;
        for (int i = 0; i < 150; i++) {
            folder = Files.createDirectory(folder.resolve("d"));
        }

        ObjectNode tree = files.data("file_system_listing.directory_tree", "{'path': ''}");

        assertThat(tree.path("directories").intValue()).isEqualTo(100);
        assertThat(tree.path("truncated").booleanValue()).isTrue();
    }

    @Test
    void informationSaysWhatMayBeDone() throws IOException {
        Path file = files.write("run.sh", "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.createSymbolicLink(files.root.resolve("l"), Path.of("../outside"));

        ObjectNode info = files.data("file_system_listing.get_file_info", "{'path': 'run.sh'}");
        assertThat(info.path("type").stringValue()).isEqualTo("file");
        assertThat(info.path("size").intValue()).isEqualTo(10);
        assertThat(info.path("readable").booleanValue()).isTrue();
        assertThat(info.path("writable").booleanValue()).isFalse();
        assertThat(info.path("executable").booleanValue()).isTrue();
        assertThat(files.data("file_system_listing.get_file_info", "{'path': 'l'}")
                        .path("target")
                        .stringValue())
                .isEqualTo("../outside");
        assertThat(files.data("file_system_listing.get_file_info", "{'path': ''}")
                        .path("type")
                        .stringValue())
                .isEqualTo("directory");
    }

    @Test
    void whatIsMissingOrOfAnotherKindIsSaidClearly() {
        files.write("f", "");

        assertThat(files.failure("file_system_listing.list_directory", "{'path': 'x'}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(files.failure("file_system_listing.list_directory", "{'path': 'f'}")
                        .message())
                .contains("not a folder");
        assertThat(files.failure("file_system_listing.directory_tree", "{'path': 'f'}")
                        .message())
                .contains("not a folder");
        assertThat(files.failure("file_system_listing.get_file_info", "{'path': 'f/x'}")
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }
}
