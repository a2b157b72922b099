package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Allow;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent's definition lists, its tasks begin with: where the ceiling grants it without asking anyone. */
class StartToolsTest {
    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;
    private Path workspace;

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "hello\n");
        model.worker(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult());
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private void begins(String tools) {
        writ.parts()
                .definitions()
                .update(
                        EntityKind.AGENT,
                        "worker",
                        TestingWrit.json("{\"tools\": " + tools + "}"),
                        1,
                        Change.by("person:ann", "it always asks for it"));
    }

    private String granted(Task task) {
        return writ.value("SELECT COUNT(*) FROM task_tool_assignments WHERE task = ?", task.id());
    }

    @Test
    void a_request_for_one_agent_alone_begins_with_its_tools() {
        begins("[{\"tool\": \"file_system_listing\", \"operations\": [], \"scope\": {\"read\": [\"a.txt\"]},"
                + " \"minutes\": 5}]");
        Task task = writ.run(work("say what is in it").in(workspace, Set.of()));
        assertThat(task.result().orElseThrow().text()).startsWith("succeeded: ").contains("hello");
        assertThat(granted(task)).isEqualTo("1");
    }

    @Test
    void so_does_a_plain_request() {
        begins("[{\"tool\": \"file_system_listing\", \"operations\": [], \"scope\": {\"read\": [\"a.txt\"]},"
                + " \"minutes\": 5}]");
        Task task = writ.run(Submission.of("say hello").in(workspace, Set.of()));
        assertThat(task.result().orElseThrow().text()).startsWith("succeeded: ").contains("hello");
    }

    @Test
    void without_its_list_it_begins_with_nothing() {
        Task task = writ.run(work("say what is in it").in(workspace, Set.of()));
        assertThat(task.result().orElseThrow().text()).doesNotContain("hello");
        assertThat(granted(task)).isEqualTo("0");
    }

    @Test
    void what_a_person_would_have_to_allow_is_not_given_and_not_asked_for() {
        begins(
                "[{\"tool\": \"terminal\", \"operations\": [], \"scope\": {\"commands\": [[\"make\"]]}, \"minutes\": 5}]");
        Task alone = writ.run(work("say what is in it").in(workspace, Set.of()));
        assertThat(granted(alone)).isEqualTo("0");
        assertThat(writ.pending(alone.id())).isEmpty();
        Task allowed = writ.run(work("say what is in it").in(workspace, Set.of(Allow.RUN)));
        assertThat(granted(allowed)).isEqualTo("1");
    }
}
