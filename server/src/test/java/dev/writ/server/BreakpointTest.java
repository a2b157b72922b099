package dev.writ.server;

import static dev.writ.server.TestingModel.call;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.process.breakpoint.Breakpoint;
import dev.writ.process.breakpoint.BreakpointHit;
import dev.writ.process.breakpoint.BreakpointTarget;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks are held before the calls that a person wants to look at first. */
class BreakpointTest {
    private static final String USER = "person:user";
    private static final String PROGRESS = "message_user__show_progress";
    private static final String HALF = "{\"message\": \"half\", \"percent\": 50}";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;

    @BeforeEach
    void start() {
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private BreakpointTarget target(String text) {
        return BreakpointTarget.parse(text, writ.parts().registry());
    }

    private Task submit(String request, String... before) {
        Submission submission = work(request);
        return writ.core().engine().submit(submission, (transaction, task) -> {
            for (String text : before) {
                writ.parts().inspection().breakpoints().set(transaction, task.tree(), target(text), USER);
            }
        });
    }

    private String heldAt(Task task) {
        return writ.reaches(task.id(), TaskState.MANUAL_HOLD).holdReason();
    }

    private List<BreakpointHit> hits(Task task) {
        return writ.parts().inspection().hits().of(task.tree(), 100);
    }

    private String messages() {
        return writ.value("SELECT COUNT(*) FROM user_messages");
    }

    @Test
    void a_task_is_held_before_a_call_of_the_operation_and_makes_it_once_when_it_goes_on() {
        model.worker(calls(PROGRESS, HALF), ends("done"));
        Task task = submit("do it", "message_user.show_progress");
        assertThat(heldAt(task)).isEqualTo("breakpoint message_user.show_progress: " + PROGRESS);
        assertThat(messages()).isEqualTo("0");
        BreakpointHit hit = hits(task).getFirst();
        assertThat(hit.arguments()).contains("half");
        assertThat(hit.passedAt()).isEmpty();

        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(messages()).isEqualTo("1");
        assertThat(hits(task)).hasSize(1);
        assertThat(hits(task).getFirst().passedBy()).isEqualTo(USER);
    }

    @Test
    void every_call_is_held_again_even_when_a_step_was_permitted_before() {
        model.worker(calls(PROGRESS, HALF), calls(PROGRESS, "{\"message\": \"more\", \"percent\": 60}"), ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        writ.parts().steering().resume(task.id(), USER);
        writ.until(() -> hits(task).size() == 2, () -> "not held again");
        heldAt(task);
        assertThat(messages()).isEqualTo("1");
        writ.parts().steering().resume(task.id(), USER);
        writ.ended(task.id());
        assertThat(messages()).isEqualTo("2");
    }

    @Test
    void a_step_from_a_breakpoint_makes_the_call_and_no_more() {
        model.worker(calls(PROGRESS, HALF), ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        writ.parts().steering().step(task.id(), USER);
        writ.until(() -> messages().equals("1"), () -> "the call was not made");
        assertThat(heldAt(task)).startsWith("step: a model call");
    }

    @Test
    void of_several_calls_in_a_reply_those_before_the_breakpoint_are_made() {
        model.worker(
                calls(call(PROGRESS, HALF), call("need_more_context", "{\"question\": \"what?\"}")),
                endsWithLastResult());
        Task task = submit("do it", "need_more_context");
        assertThat(heldAt(task)).startsWith("breakpoint core.need_more_context");
        assertThat(messages()).isEqualTo("1");
    }

    @Test
    void a_level_holds_tools_of_that_level_and_above_and_no_others() {
        model.worker(calls(PROGRESS, HALF), calls("terminal__execute_command", "{\"command\": \"ls\"}"), ends("done"));
        Task task = submit("do it", "level:elevated");
        assertThat(heldAt(task)).startsWith("breakpoint level:elevated: terminal__");
        assertThat(messages()).isEqualTo("1");
        assertThat(target("level:minimal").holds("end_task", writ.parts().registry()))
                .isTrue();
        assertThat(target("level:standard").holds(PROGRESS, writ.parts().registry()))
                .isFalse();
        assertThat(target("level:standard")
                        .holds("file_edit__write_file", writ.parts().registry()))
                .isTrue();
        assertThat(target("level:minimal")
                        .holds("no_such_function", writ.parts().registry()))
                .isFalse();
    }

    @Test
    void a_breakpoint_holds_subtasks_too() {
        model.on(
                "worker",
                request -> (request.messages().stream()
                                        .anyMatch(message -> message.toString().contains("ROOT"))
                                ? TestingModel.turns(calls("start_subtask", """
                                        {"title": "Part", "instruction": "part", "agent": "worker"}"""), endsWithLastResult())
                                : TestingModel.turns(calls(PROGRESS, HALF), ends("part")))
                        .answer(request));
        Task task = submit("ROOT", "message_user");
        Task subtask = writ.child(task.id(), "start_subtask");
        assertThat(heldAt(subtask)).startsWith("breakpoint message_user");
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void breakpoints_and_what_is_held_at_them_outlive_a_crash() {
        model.worker(
                calls(PROGRESS, HALF),
                calls("message_user__send_message", "{\"text\": \"hi\", \"type\": \"info\"}"),
                ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        writ.crash();
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        assertThat(messages()).isEqualTo("0");
        writ.parts().steering().resume(task.id(), USER);
        writ.until(() -> hits(task).size() == 2, () -> "not held again");
        assertThat(messages()).isEqualTo("1");
    }

    @Test
    void set_while_it_runs_and_removed_again_is_on_record_and_what_is_held_stays_held() {
        model.worker(calls(PROGRESS, HALF), calls(PROGRESS, "{\"message\": \"more\", \"percent\": 60}"), ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        Breakpoint breakpoint =
                writ.parts().inspection().breakpoints().of(task.tree()).getFirst();
        writ.parts().inspection().breakpoints().remove(task.tree(), breakpoint.id(), USER);
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(messages()).isEqualTo("2");
        assertThat(writ.events(task.tree(), "breakpoint").stream().map(Event::type))
                .containsExactly("breakpoint.set", "breakpoint.hit", "breakpoint.removed");
        refused(
                FailureCode.NOT_FOUND,
                () -> writ.parts().inspection().breakpoints().remove(task.tree(), breakpoint.id(), USER));
    }

    @Test
    void cancelled_at_a_breakpoint_the_call_is_never_made() {
        model.worker(calls(PROGRESS, HALF), ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        writ.parts().steering().cancel(task.id(), USER, "no");
        writ.ended(task.id());
        assertThat(messages()).isEqualTo("0");
    }

    @Test
    void the_same_breakpoint_twice_is_one_and_there_is_a_limit() {
        model.worker(calls(PROGRESS, HALF), ends("done"));
        Task task = submit("do it", "message_user", "message_user");
        assertThat(writ.parts().inspection().breakpoints().of(task.tree())).hasSize(1);
        refused(
                FailureCode.LIMIT_REACHED,
                () -> writ.parts()
                        .database()
                        .writeOnly(transaction -> writ.parts()
                                .registry()
                                .operations()
                                .forEach(spec -> writ.parts()
                                        .inspection()
                                        .breakpoints()
                                        .set(transaction, task.tree(), target(spec.id()), USER))));
    }

    @Test
    void what_nothing_could_ever_be_held_at_is_refused() {
        refused(FailureCode.NOT_FOUND, () -> target("termnal"));
        refused(FailureCode.NOT_FOUND, () -> target("file_edit.no_such"));
        refused(FailureCode.NOT_FOUND, () -> target(""));
        refused(FailureCode.INVALID_ARGUMENTS, () -> target("level:dangerous"));
    }

    @Test
    void a_secret_among_the_arguments_is_not_written_down_a_second_time() {
        String secret = "ghp_" + "a1B2".repeat(9);
        model.worker(calls(PROGRESS, "{\"message\": \"" + secret + "\", \"percent\": 50}"), ends("done"));
        Task task = submit("do it", "message_user");
        heldAt(task);
        assertThat(hits(task).getFirst().arguments()).doesNotContain(secret).contains("redacted");
    }

    private static void refused(FailureCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        WritException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
