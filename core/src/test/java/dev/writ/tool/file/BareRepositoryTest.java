package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No row of edits ends in a folder that git takes for a repository: families FS-10 and GIT-5. */
class BareRepositoryTest {
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

    /** Each step {@code operation path} or {@code operation path path}; all that are refused are left out. */
    private List<FailureCode> attempt(String steps) {
        return steps.lines()
                .map(String::strip)
                .filter(step -> !step.isEmpty())
                .flatMap(step -> attemptOne(step.split(" ")).stream())
                .toList();
    }

    private List<FailureCode> attemptOne(String[] step) {
        try {
            switch (step[0]) {
                case "write" ->
                    files.call(
                            "file_edit.write_file",
                            "{'path': '%s', 'content': 'ref: refs/heads/main', 'mode': 'create'}".formatted(step[1]));
                case "folder" -> files.call("file_edit.create_directory", "{'path': '%s'}".formatted(step[1]));
                case "move", "copy" ->
                    files.call(
                            "file_edit." + step[0],
                            "{'source': '%s', 'destination': '%s'}".formatted(step[1], step[2]));
                case "delete" -> files.call("file_edit.delete", "{'path': '%s', 'recursive': true}".formatted(step[1]));
                case "undo" -> {
                    var changes = files.data("file_edit.list_changes", "{}").path("changes");
                    String id = changes.valueStream()
                            .filter(change -> change.path("path").asString().equals(step[1]))
                            .filter(change -> change.path("action").asString().equals(step[2]))
                            .map(change -> change.path("id")
                                    .asString(change.path("change").asString("")))
                            .findFirst()
                            .orElseThrow();
                    files.call("file_edit.undo", "{'change': '%s'}".formatted(id));
                }
                default -> throw new AssertionError(step[0]);
            }
            return List.of();
        } catch (WritException e) {
            return List.of(e.failure().code());
        }
    }

    private boolean anyLooksLikeARepository() throws IOException {
        try (var all = Files.walk(files.root)) {
            return all.anyMatch(folder -> Files.exists(folder.resolve("HEAD"))
                    && (Files.exists(folder.resolve("commondir"))
                            || (Files.exists(folder.resolve("objects")) && Files.exists(folder.resolve("refs")))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write p/HEAD \n folder p/objects \n folder p/refs",
                "folder p/objects/info \n write p/HEAD \n write p/refs/heads/main",
                "folder p/refs \n folder p/objects \n write p/config \n write p/HEAD",
                "folder p/refs \n folder p/objects \n write p/head",
                "folder p/refs \n folder p/objects \n write H \n move H p/HEAD",
                "folder p/refs \n folder p/objects \n write H \n copy H p/HEAD",
                "write p/HEAD \n folder p/objects \n folder r/heads \n move r p/refs",
                "write p/HEAD \n folder p/objects \n folder r/heads \n copy r p/refs",
                "write p/HEAD \n delete p/HEAD \n folder p/objects \n folder p/refs \n undo p/HEAD deleted",
                "write p/HEAD \n move p/HEAD H \n folder p/objects \n folder p/refs \n undo H moved",
                "folder o/objects \n folder o/refs \n write p/HEAD \n write p/commondir",
                "folder o/objects \n folder o/refs \n write p/commondir \n write p/HEAD",
                "write HEAD \n folder refs \n folder objects",
                "folder a/b/refs/heads \n folder a/b/objects/pack \n write a/b/HEAD",
            })
    void noRowOfEditsPlantsARepository(String steps) throws IOException {
        assertThat(attempt(steps)).containsExactly(FailureCode.DENIED);
        assertThat(anyLooksLikeARepository()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write bare/config",
                "write bare/hooks/post-checkout",
                "folder bare/hooks",
                "write bare/refs/heads/main",
                "delete bare/HEAD",
                "move bare/description description",
            })
    void nothingIsChangedInOneThatIsThere(String step) {
        files.write("bare/HEAD", "ref: refs/heads/main\n");
        files.write("bare/description", "none");
        files.write("bare/objects/info/packs", "");
        files.write("bare/refs/keep", "");
        var before = TestingFiles.contents(files.root);
        assertThat(attempt(step)).containsExactly(FailureCode.DENIED);
        assertThat(TestingFiles.contents(files.root)).isEqualTo(before);
    }

    @Test
    void oneThatIsThereCanBeMovedAndDeletedAsAWholeAndComesBack() {
        files.write("bare/HEAD", "ref: refs/heads/main\n");
        files.write("bare/objects/info/packs", "");
        files.write("bare/refs/keep", "");
        assertThat(attempt("move bare other \n delete other \n undo other deleted"))
                .isEmpty();
        assertThat(files.root.resolve("other/HEAD")).exists();
    }

    @Test
    void filesOfSuchNamesAreNothingSpecialElsewhere() {
        assertThat(attempt("write a/HEAD \n folder a/refs \n folder b/objects \n write b/config \n folder a/hooks"))
                .isEmpty();
    }
}
