package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.Event;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed, or frozen for a while: another one goes on with its tasks, and nothing it still does counts. */
class DeadNodeTest {
    private static final Duration AGREED = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private String database;
    private Process process;
    private BufferedReader says;
    private TestingWrit other;

    @BeforeEach
    void database() {
        database = TestingPostgres.address(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (other != null) {
            other.close();
        }
        process.destroyForcibly().waitFor();
    }

    private String taskOfAnotherProcess(int thinkingSeconds) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FrozenNode.class.getName(),
                        Files.createDirectory(folder.resolve("first")).toString(),
                        database,
                        Integer.toString(thinkingSeconds))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        says = process.inputReader();
        String task = heard("task ").substring("task ".length());
        heard("asked");
        other = TestingWrit.node(
                Files.createDirectory(folder.resolve("second")),
                database,
                new TestingModel().worker(ends("from the other node")));
        return task;
    }

    private String heard(String beginning) throws IOException {
        String line = says.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = says.readLine();
        }
        return java.util.Objects.requireNonNull(line, "the node ended");
    }

    @Test
    void a_killed_node_s_task_goes_on_elsewhere_within_five_seconds() throws Exception {
        String task = taskOfAnotherProcess(300);
        assertThat(other.task(task).state().isFinal()).isFalse();
        process.destroyForcibly();
        long from = System.nanoTime();
        Task ended = other.ended(task);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(AGREED);
        assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(ended.result().orElseThrow().text()).isEqualTo("from the other node");
    }

    @Test
    void a_frozen_node_that_comes_back_changes_nothing_and_enters_anew() throws Exception {
        String task = taskOfAnotherProcess(8);
        String name = nodes().stream()
                .filter(node -> !node.equals(
                        other.core().database().cluster().orElseThrow().node()))
                .findFirst()
                .orElseThrow();
        signal("STOP");
        assertThat(other.ended(task).result().orElseThrow().text()).isEqualTo("from the other node");
        assertThat(nodes()).doesNotContain(name).hasSize(1);
        long end = other.parts().events().lastSeq();

        signal("CONT");
        other.until(() -> nodes().size() == 2, () -> "the node does not come back");

        assertThat(nodes()).doesNotContain(name);
        assertThat(other.task(task).result().orElseThrow().text()).isEqualTo("from the other node");
        assertThat(other.events(task, "task.completed"))
                .filteredOn(event -> event.task().equals(task))
                .hasSize(1);
        assertThat(other.events(task, "")).extracting(Event::seq).allMatch(seq -> seq <= end);
        // A wake-up that was left over may be looked at for a moment; nothing stays with anybody.
        other.until(() -> other.value("SELECT COUNT(*) FROM task_leases").equals("0"), () -> "a task is still taken");
    }

    private List<String> nodes() {
        return other.parts()
                .database()
                .read(handle -> handle.createQuery("SELECT id FROM nodes")
                        .mapTo(String.class)
                        .list());
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0).isTrue();
    }
}
