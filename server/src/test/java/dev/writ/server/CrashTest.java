package dev.writ.server;

import static dev.writ.server.TestingModel.call;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.turns;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.Allow;
import dev.writ.runtime.Submission;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process breaks off, and another one goes on with its data: the same end, and nothing unsafe twice. */
class CrashTest {
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
    void a_model_call_that_broke_off_is_made_again_and_its_reservation_counts_as_spent() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        model.costing(100, 0).worker(request -> {
            if (first.getAndSet(false)) {
                asked.countDown();
                hang();
            }
            return ends("done").answer(request);
        });
        Task task = writ.submit(work("do it"));
        asked.await();
        writ.crash();
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.value("SELECT tokens || ' ' || reserved_tokens FROM trees WHERE id = ?", task.id()))
                .isEqualTo("200 0");
    }

    @Test
    void an_unsafe_operation_that_broke_off_is_not_repeated_and_the_agent_is_told() {
        model.worker(
                calls("need_more_tools", """
                        {"request": "run", "justification": "asked for", "tools": ["terminal"],
                         "scope": {"terminal": {"commands": [["sleep", "298"]]}}}"""),
                calls("terminal__execute_command", "{\"argv\": [\"sleep\", \"298\"], \"timeout_seconds\": 300}"),
                endsWithLastResult());
        Task task = writ.submit(work("sleep").in(workspace, Set.of(Allow.RUN)));
        writ.until(() -> sleeps() || writ.results(task.id()).size() > 1, () -> "the command does not run");
        Assumptions.assumeThat(sleeps()).as("commands can be run here").isTrue();

        writ.crash();

        Task ended = writ.ended(task.id());
        assertThat(ended.result().orElseThrow().text()).startsWith("failed: outcome_unknown");
        assertThat(sleeps()).isFalse();
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE tool = 'terminal'"))
                .isEqualTo("1");
        assertThat(writ.events(task.id(), "tool.started").stream()
                        .filter(event -> event.data().path("tool").asString().equals("terminal")))
                .hasSize(1);
    }

    @Test
    void a_pure_operation_that_broke_off_is_repeated() throws Exception {
        model.worker(
                calls("need_more_tools", """
                        {"request": "watch", "justification": "asked for", "tools": ["file_system_listing"],
                         "scope": {"file_system_listing": {"read": ["**"], "write": []}}}"""),
                calls("file_system_listing__watch", "{\"path\": \".\", \"seconds\": 30}"),
                endsWithLastResult());
        Task task = writ.submit(work("watch").in(workspace, Set.of()));
        watching(task, 1);

        writ.crash();

        watching(task, 2);
        // Again and again, since it begins to look at some moment after its record.
        writ.until(
                () -> {
                    touch(workspace.resolve("new.txt"));
                    return writ.task(task.id()).state().isFinal();
                },
                () -> "watch does not see the change");
        assertThat(writ.task(task.id()).result().orElseThrow().text())
                .startsWith("succeeded: ")
                .contains("new.txt");
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE operation = 'watch'"))
                .isEqualTo("1");
    }

    private void watching(Task task, int attempts) {
        writ.until(
                () -> writ.events(task.id(), "tool.started").stream()
                                .filter(event -> event.data()
                                        .path("operation")
                                        .asString()
                                        .equals("watch"))
                                .count()
                        == attempts,
                () -> "watch is not at work for the " + attempts + ". time");
    }

    @Test
    void a_graceful_stop_breaks_off_as_a_crash_does() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        model.worker(request -> {
            if (first.getAndSet(false)) {
                asked.countDown();
                hang();
            }
            return ends("done").answer(request);
        });
        Task task = writ.submit(work("do it"));
        asked.await();
        writ.restart();
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 12, 17, 21, 26, 32, 39, 46, 55})
    void wherever_it_breaks_off_the_end_is_the_same(int events) throws Exception {
        Files.writeString(workspace.resolve("a.txt"), "one\n");
        model.on(
                "worker",
                request -> (first(request.messages()).contains("ROOT")
                                ? turns(
                                        calls(call("start_subtask", """
                                                        {"title": "Part", "instruction": "say so", "agent": "worker"}"""), call("need_more_tools", """
                                                        {"request": "append", "justification": "asked for",
                                                         "tools": ["file_edit"],
                                                         "scope": {"file_edit": {"read": [], "write": ["a.txt"]}}}""")),
                                        calls("file_edit__edit_file", """
                                                {"path": "a.txt", "edits": [{"old_text": "one", "new_text": "one two"}]}"""),
                                        ends("all done"))
                                : turns(
                                        calls(
                                                "message_user__send_message",
                                                "{\"text\": \"hello\", \"type\": \"info\"}"),
                                        ends("part done")))
                        .answer(request));
        CountDownLatch reached = new CountDownLatch(1);
        EventLog log = writ.parts().events();
        long before = log.lastSeq();
        Thread watcher = Thread.startVirtualThread(() -> {
            long seen = before;
            try {
                while (seen < before + events) {
                    List<Event> news = log.feed().next(EventFilter.all().after(seen), Duration.ofSeconds(1));
                    seen = news.isEmpty() ? seen : news.getLast().seq();
                }
                reached.countDown();
            } catch (InterruptedException | WritException e) {
                reached.countDown();
            }
        });
        Task task = writ.submit(
                Submission.of("ROOT: replace one by one two in the file a.txt").in(workspace, Set.of(Allow.EDIT)));
        reached.await(20, TimeUnit.SECONDS);
        watcher.interrupt();

        writ.crash();

        Task ended = writ.ended(task.id());
        assertThat(ended.failure()).isEmpty();
        assertThat(ended.result().orElseThrow().text()).isEqualTo("all done");
        List<Message.Result> unknown = writ.results(task.id()).stream()
                .filter(result -> result.data().path("code").asString("").equals("outcome_unknown"))
                .toList();
        if (unknown.isEmpty()) {
            assertThat(workspace.resolve("a.txt")).hasContent("one two");
        } else {
            // It broke off in the middle of the edit: done or not, but never twice.
            assertThat(Files.readString(workspace.resolve("a.txt"))).isIn("one\n", "one two\n");
        }
        assertThat(writ.value("SELECT COUNT(*) FROM file_changes WHERE state NOT IN ('done', 'undone', 'failed')"))
                .isEqualTo("0");
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages WHERE content LIKE '%hello%'"))
                .isEqualTo("1");
        assertThat(writ.value("SELECT COUNT(*) FROM tasks WHERE state NOT IN ('completed', 'failed', 'cancelled')"))
                .isEqualTo("0");
        assertThat(writ.value("SELECT COUNT(*) FROM task_tool_assignments WHERE tool = 'file_edit'"))
                .isEqualTo("1");
        assertThat(writ.value("SELECT COUNT(*) FROM task_tool_assignments WHERE state = 'live'"))
                .isEqualTo("0");
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE outcome IN ('started', 'waiting')"))
                .isEqualTo("0");
    }

    private static void touch(Path file) {
        try {
            Files.writeString(file, Long.toString(System.nanoTime()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean sleeps() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith("sleep 298"));
    }

    private static void hang() {
        try {
            TimeUnit.MINUTES.sleep(5);
        } catch (InterruptedException e) {
            throw new WritException(FailureCode.CANCELLED, "The call was interrupted.", "Nothing to do.");
        }
    }

    private static String first(List<Message> messages) {
        return messages.stream()
                .filter(Message.Request.class::isInstance)
                .map(message -> ((Message.Request) message).text())
                .findFirst()
                .orElseThrow();
    }
}
