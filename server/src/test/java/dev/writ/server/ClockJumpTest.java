package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Allow;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's clock is set forward and back while agents work. */
class ClockJumpTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ASK = """
            {"request": "write", "justification": "asked for", "tools": ["file_edit"], "duration": "30m",
             "scope": {"file_edit": {"read": [], "write": ["*.txt"]}}}""";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private Path workspace;
    private TestingWrit writ;

    @BeforeEach
    void start() throws Exception {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private static TestingModel.Script writes(String file) {
        return calls(
                "file_edit__write_file", "{\"path\": \"" + file + "\", \"content\": \"hello\", \"mode\": \"create\"}");
    }

    private TestingModel.Script after(Duration jump, TestingModel.Script turn) {
        return request -> {
            writ.pass(jump);
            return turn.answer(request);
        };
    }

    @Test
    void a_jump_forward_ends_grants_and_one_back_does_not_bring_them_back() {
        model.worker(
                calls("need_more_tools", ASK),
                writes("before.txt"),
                after(HOUR, writes("later.txt")),
                after(HOUR.negated(), writes("back.txt")),
                endsWithLastResult());
        Task task = writ.run(work("write").in(workspace, Set.of(Allow.EDIT)));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(workspace.resolve("before.txt")).hasContent("hello");
        assertThat(workspace.resolve("later.txt")).doesNotExist();
        assertThat(workspace.resolve("back.txt")).doesNotExist();
        assertThat(writ.value("SELECT COUNT(*) FROM task_tool_assignments WHERE state = 'live'"))
                .isEqualTo("0");
    }

    @Test
    void work_goes_on_and_the_log_keeps_its_order_whichever_way_the_clock_jumps() {
        model.worker(
                after(HOUR, calls("need_more_tools", ASK)),
                after(HOUR.multipliedBy(-3), writes("a.txt")),
                after(HOUR.multipliedBy(2), ends("done")));
        Task task = writ.run(work("write").in(workspace, Set.of(Allow.EDIT)));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(workspace.resolve("a.txt")).hasContent("hello");
        List<Event> events = writ.parts().events().find(EventFilter.all().inTree(task.id()));
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events.getFirst().type()).isEqualTo("task.created");
        assertThat(events).extracting(Event::type).contains("task.completed");

        model.worker(ends("as ever"));
        assertThat(writ.run(work("again")).result().orElseThrow().text()).isEqualTo("as ever");
        assertThat(writ.parts().audit().verify().findings()).isEmpty();
    }

    @Test
    void what_waits_for_a_person_goes_on_after_a_jump_back() {
        model.worker(calls("need_more_tools", ASK), writes("a.txt"), ends("done"));
        Task task = writ.submit(work("write").in(workspace, Set.of()));
        String approval = writ.approval(task.id()).id();
        writ.pass(HOUR.multipliedBy(-48));
        writ.parts()
                .desk()
                .decide(approval, dev.writ.permission.ApprovalRequest.Answer.Approve.asAsked(), "person:ann", "fine");
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(workspace.resolve("a.txt")).hasContent("hello");
    }
}
