package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.writ.Json;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.TestingStore;
import dev.writ.task.Budget;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay works in a copy of the recorded workspace that it cannot leave. */
class RecordedTasksTest {
    private static final Trial TRIAL = new Trial("", "agent_1", 2, "experiment_1", Stage.REPLAY, 0, Arm.CANDIDATE);

    @TempDir
    Path folder;

    private TestingStore store;
    private Path workspace;
    private final List<Path> copies = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private RecordedTasks tasks;

    @BeforeEach
    void open() throws IOException {
        store = TestingStore.open(folder);
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("outside.txt"), "not yours");
        tasks = new RecordedTasks(store.database(), folder.resolve("trials"), (tree, copy, timeout, more) -> {
            copies.add(copy);
            try (var names = Files.list(copy)) {
                names.map(name -> name.getFileName().toString()).sorted().forEach(seen::add);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new IllegalStateException("seen enough");
        });
        store.database()
                .writeOnly(transaction -> new TreeStore(store.database(), store.clock())
                        .create(
                                transaction,
                                new Tree(
                                        "task_1",
                                        "read the notes",
                                        "person:user",
                                        workspace.toString(),
                                        Json.object(),
                                        Budget.DEFAULT,
                                        Duration.ofMinutes(1),
                                        false,
                                        new Tree.Spent(0, 0, 0, 0),
                                        store.clock().instant(),
                                        Optional.empty()),
                                ""));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void links_in_a_recorded_workspace_are_no_way_out_of_the_copy() throws IOException {
        Files.createSymbolicLink(workspace.resolve("absolute.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(workspace.resolve("relative.txt"), Path.of("../outside.txt"));
        Files.createSymbolicLink(workspace.resolve("up"), Path.of(".."));
        assertThatIllegalStateException().isThrownBy(() -> tasks.start("task_1", TRIAL));
        assertThat(seen).containsExactly("notes.txt");
    }

    @Test
    void a_copy_of_which_nothing_came_is_removed() {
        assertThatIllegalStateException().isThrownBy(() -> tasks.start("task_1", TRIAL));
        assertThat(copies).hasSize(1);
        assertThat(Files.exists(copies.getFirst(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(workspace.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void what_a_killed_process_left_is_thrown_away() throws IOException {
        Path left = Files.createDirectories(folder.resolve("trials/experiment_1/3-candidate"));
        Files.writeString(left.resolve("notes.txt"), "mine");
        tasks.removeLeftovers();
        assertThat(left).doesNotExist();
        assertThat(workspace.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void nothing_is_run_again_where_the_workspace_is_gone() throws IOException {
        Files.delete(workspace.resolve("notes.txt"));
        Files.delete(workspace);
        assertThat(tasks.start("task_1", TRIAL)).isFalse();
        assertThat(copies).isEmpty();
    }
}
