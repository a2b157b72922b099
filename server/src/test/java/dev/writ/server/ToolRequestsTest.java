package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.runtime.Submission;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import dev.writ.tool.message.InboxFilter;
import dev.writ.tool.message.MessageState;
import dev.writ.tool.message.UserMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent asks for what it does not have: tools, a person's consent, a person's answer. */
class ToolRequestsTest {
    private static final String ASK_TO_EDIT = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}, "duration": "30m"}""";
    private static final String WRITE = "{\"path\": \"b.txt\", \"content\": \"beta\", \"mode\": \"create\"}";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private Path workspace;
    private TestingWrit writ;

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @Test
    void what_the_user_allowed_at_submission_is_granted_without_asking() {
        editor();
        Task task = writ.run(work("write b.txt").in(workspace, Set.of(Allow.EDIT)));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(workspace.resolve("b.txt")).hasContent("beta");
        assertThat(asked(task)
                        .data()
                        .path("granted")
                        .path(0)
                        .path("approved_by")
                        .asString())
                .isEqualTo("policy");
        assertThat(writ.value("SELECT state FROM task_tool_assignments WHERE task = ?", task.id()))
                .isEqualTo("task_ended");
    }

    @Test
    void what_a_person_approves_is_granted_and_the_task_waits_for_it_without_a_thread() {
        AtomicLong threadsAtWork = new AtomicLong();
        model.worker(
                request -> {
                    threadsAtWork.set(threadsThatRunTasks());
                    return calls("need_more_tools", ASK_TO_EDIT).answer(request);
                },
                calls("file_edit__write_file", WRITE),
                endsWithLastResult());
        Task task = writ.submit(work("write b.txt").in(workspace, Set.of()));
        ApprovalRequest approval = writ.approval(task.id());
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.until(
                () -> threadsThatRunTasks() == 0,
                () -> "a thread still runs the task that waits: " + stacksThatRunTasks());
        assertThat(threadsAtWork).hasPositiveValue();
        assertThat(workspace.resolve("b.txt")).doesNotExist();

        decide(approval, new Answer.Approve(Optional.empty(), Optional.of(Duration.ofMinutes(5))), "fine");

        writ.ended(task.id());
        assertThat(workspace.resolve("b.txt")).hasContent("beta");
        assertThat(asked(task)
                        .data()
                        .path("granted")
                        .path(0)
                        .path("approved_by")
                        .asString())
                .isEqualTo("person:user");
    }

    @Test
    void what_a_person_denies_is_refused_with_the_reason_and_asking_again_does_not_help() {
        model.worker(
                calls("need_more_tools", ASK_TO_EDIT), calls("need_more_tools", ASK_TO_EDIT), endsWithLastResult());
        Task task = writ.submit(work("write b.txt").in(workspace, Set.of()));
        decide(writ.approval(task.id()), new Answer.Deny(), "not on a Sunday");

        writ.ended(task.id());
        assertThat(writ.results(task.id())).hasSize(3).allSatisfy(result -> {
            if (result.function().equals("need_more_tools")) {
                assertThat(result.data().path("granted")).isEmpty();
                assertThat(result.text()).contains("denied").contains("not on a Sunday");
            }
        });
        assertThat(writ.value("SELECT COUNT(*) FROM approvals")).isEqualTo("1");
        assertThat(writ.events(task.id(), "grant.refused")
                        .getFirst()
                        .data()
                        .path("code")
                        .asString())
                .isEqualTo("approval_denied");
    }

    @Test
    void silence_denies_once_the_time_is_over() {
        model.worker(calls("need_more_tools", ASK_TO_EDIT), endsWithLastResult());
        Task task = writ.submit(work("write b.txt").in(workspace, Set.of()));
        ApprovalRequest approval = writ.approval(task.id());
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);

        writ.pass(Submission.DEFAULT_APPROVAL_TIMEOUT.plusSeconds(1));

        writ.ended(task.id());
        assertThat(writ.parts().approvals().get(approval.id()).state()).isEqualTo(ApprovalRequest.State.EXPIRED);
        assertThat(asked(task).text()).contains("in time");
        assertThat(writ.events(task.id(), "grant.refused")
                        .getFirst()
                        .data()
                        .path("code")
                        .asString())
                .isEqualTo("approval_expired");
    }

    @Test
    void a_deadline_that_is_set_while_nothing_else_happens_is_kept() {
        model.worker(
                calls("message_user__ask_user", "{\"question\": \"Still there?\", \"timeout_seconds\": 1}"),
                endsWithLastResult());
        Task task = writ.submit(work("ask"));
        Task ended = writ.ended(task.id());
        // The next regular look at deadlines is half a minute away.
        assertThat(Duration.between(ended.createdAt(), ended.finishedAt().orElseThrow()))
                .isLessThan(Duration.ofSeconds(15));
        assertThat(writ.results(task.id()).getFirst().data().path("code").asString())
                .isEqualTo("timed_out");
    }

    @Test
    void a_grant_of_a_tool_that_does_not_exist_is_refused() {
        model.worker(calls("need_more_tools", """
                {"request": "drill", "justification": "the user asked for it", "tools": ["drill"],
                 "scope": {"drill": {}}}"""), endsWithLastResult());
        Task task = writ.run(work("drill"));
        assertThat(asked(task).data().path("refused").path(0).path("tool").asString())
                .isEqualTo("drill");
        assertThat(asked(task).text()).contains("no tool");
    }

    @Test
    void a_scope_that_cannot_be_read_is_a_failed_call() {
        model.worker(calls("need_more_tools", """
                {"request": "write", "justification": "the user asked for it", "tools": ["file_edit"],
                 "scope": {"file_edit": {"write": ["../../etc/passwd"], "verve": 1}}}"""), endsWithLastResult());
        Task task = writ.run(work("write").in(workspace, Set.of(Allow.EDIT)));
        assertThat(asked(task).status()).isEqualTo("failed");
        assertThat(asked(task).data().path("code").asString()).isEqualTo("invalid_arguments");
        assertThat(writ.value("SELECT COUNT(*) FROM task_tool_assignments")).isEqualTo("0");
    }

    @Test
    void nothing_beyond_the_ceiling_is_granted_whoever_would_approve() {
        editor();
        Task task = writ.run(work("write b.txt"));
        assertThat(asked(task).data().path("granted")).isEmpty();
        assertThat(writ.value("SELECT COUNT(*) FROM approvals")).isEqualTo("0");
        assertThat(writ.results(task.id()).get(1).data().path("code").asString())
                .isEqualTo("unknown_operation");
    }

    @Test
    void a_grant_ends_on_time_and_the_next_call_is_denied() {
        model.worker(
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Now?\", \"timeout_seconds\": 7200}"),
                calls("file_edit__write_file", WRITE),
                endsWithLastResult());
        Task task = writ.submit(work("write b.txt").in(workspace, Set.of(Allow.EDIT)));
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        UserMessage question = question(task.id());
        writ.pass(Duration.ofMinutes(31));
        writ.parts().steering().reply(task.id(), "yes", "person:user");
        writ.ended(task.id());
        assertThat(question.state()).isEqualTo(MessageState.ASKED);
        assertThat(writ.results(task.id()).get(2).status()).isEqualTo("denied");
        assertThat(workspace.resolve("b.txt")).doesNotExist();
    }

    @Test
    void a_question_waits_through_a_restart_and_its_answer_reaches_the_agent() {
        model.worker(
                calls("message_user__ask_user", "{\"question\": \"Which one?\", \"options\": [\"red\", \"blue\"]}"),
                endsWithLastResult());
        Task task = writ.submit(work("paint"));
        question(task.id());
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.restart();
        // At the start each open task is looked at once more.
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.parts().steering().reply(task.id(), "blue", "person:user");
        assertThat(writ.ended(task.id()).result().orElseThrow().text()).contains("blue");
        assertThat(model.requests("worker")).hasSize(2);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> writ.parts().steering().reply(task.id(), "red", "person:user"))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.ILLEGAL_TRANSITION));
    }

    @Test
    void a_question_nobody_answers_ends_when_its_time_is_over() {
        model.worker(
                calls("message_user__ask_user", "{\"question\": \"Which one?\", \"timeout_seconds\": 60}"),
                endsWithLastResult());
        Task task = writ.submit(work("paint"));
        UserMessage question = question(task.id());
        writ.pass(Duration.ofSeconds(61));
        assertThat(writ.ended(task.id()).result().orElseThrow().text()).startsWith("failed: timed_out");
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> writ.parts()
                        .database()
                        .write(tx -> writ.parts().inbox().answer(tx, question.id(), "late", "person:user")))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.TIMED_OUT));
    }

    @Test
    void words_a_person_adds_before_the_agent_begins_come_after_its_instruction() {
        writ.close();
        writ = TestingWrit.open(folder.resolve("second"), model);
        model.worker(ends("done"));
        Task task = writ.submit(work("do it"));
        writ.parts().steering().reply(task.id(), "and hurry", "person:user");
        writ.core().start();
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(model.requests("worker").getFirst().messages().getFirst()).isInstanceOf(Message.Instruction.class);
        assertThat(model.requests("worker").getFirst().messages().getLast())
                .isEqualTo(new Message.Request("user", "and hurry"));
    }

    private void editor() {
        model.worker(
                calls("need_more_tools", ASK_TO_EDIT), calls("file_edit__write_file", WRITE), endsWithLastResult());
    }

    private void decide(ApprovalRequest approval, Answer answer, String reason) {
        writ.parts().database().writeOnly(transaction -> {
            writ.parts().approvals().decide(transaction, approval.id(), answer, "person:user", reason);
            writ.core().engine().enqueue(transaction, approval.task());
        });
    }

    private Message.Result asked(Task task) {
        return writ.results(task.id()).getFirst();
    }

    private UserMessage question(String tree) {
        InboxFilter asked = InboxFilter.all().inTree(tree).withState(MessageState.ASKED);
        writ.until(() -> !writ.parts().inbox().list(asked).isEmpty(), () -> "nothing is asked");
        return writ.parts().inbox().list(asked).getFirst();
    }

    private long threadsThatRunTasks() {
        return stacksThatRunTasks().size();
    }

    /** From a dump, since a plain listing of threads leaves virtual ones out. */
    private List<String> stacksThatRunTasks() {
        try {
            Path dump = folder.resolve("threads-" + System.nanoTime() + ".txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return Pattern.compile("\\n\\n")
                    .splitAsStream(Files.readString(dump))
                    .filter(stack -> stack.contains("dev.writ.runtime.TaskRunner.run"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
