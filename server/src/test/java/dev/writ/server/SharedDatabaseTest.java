package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.StoredTuning;
import dev.writ.entity.Tunable;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.AssignmentFilter;
import dev.writ.permission.AssignmentView;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database: any of them takes any task, and what one does holds on the other. */
class SharedDatabaseTest {
    private static final String USER = "person:ann";
    private static final Duration FAST = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final TestingModel oneModel = new TestingModel();
    private final TestingModel otherModel = new TestingModel();
    private TestingWrit one;
    private TestingWrit other;
    private Path workspace;

    @BeforeEach
    void start() throws Exception {
        String database = TestingPostgres.address(folder);
        workspace = Files.createDirectory(folder.resolve("workspace"));
        one = TestingWrit.node(Files.createDirectory(folder.resolve("one")), database, oneModel);
        other = TestingWrit.node(Files.createDirectory(folder.resolve("other")), database, otherModel);
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
    }

    @Test
    void both_take_tasks_and_none_is_worked_on_twice() {
        oneModel.worker(SharedDatabaseTest::slowly);
        otherModel.worker(SharedDatabaseTest::slowly);
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            tasks.add(one.submit(work("part " + i)).id());
        }
        tasks.forEach(task -> assertThat(one.ended(task).state()).isEqualTo(TaskState.COMPLETED));

        assertThat(oneModel.requests("worker")).isNotEmpty();
        assertThat(otherModel.requests("worker")).isNotEmpty();
        assertThat(oneModel.requests("worker").size()
                        + otherModel.requests("worker").size())
                .isEqualTo(40);
        one.until(
                () -> one.value("SELECT COUNT(*) FROM task_leases").equals("0"), () -> "some are held that have ended");
    }

    private static dev.writ.model.ModelReply slowly(dev.writ.model.ModelRequest request) {
        sleep(Duration.ofMillis(100));
        return ends("done").answer(request);
    }

    @Test
    void events_of_one_are_seen_on_the_other_at_once_and_in_order() throws Exception {
        long before = other.parts().events().lastSeq();
        oneModel.worker(ends("done"));
        otherModel.worker(ends("done"));
        Task task = one.submit(work("anything"));
        long from = System.nanoTime();
        List<Event> seen = new ArrayList<>();
        while (seen.stream().noneMatch(event -> event.type().equals("task.completed"))) {
            seen.addAll(other.parts()
                    .events()
                    .feed()
                    .next(
                            EventFilter.all()
                                    .inTree(task.id())
                                    .after(
                                            seen.isEmpty()
                                                    ? before
                                                    : seen.getLast().seq()),
                            Duration.ofSeconds(10)));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(seen).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
        long last = seen.getLast().seq();
        assertThat(seen)
                .isEqualTo(one.parts().events().find(EventFilter.all().inTree(task.id())).stream()
                        .filter(event -> event.seq() <= last)
                        .toList());
    }

    @Test
    void a_grant_revoked_on_one_stops_the_call_on_the_other() {
        for (TestingModel model : List.of(oneModel, otherModel)) {
            model.worker(
                    calls("need_more_tools", """
                            {"request": "watch", "justification": "asked for", "tools": ["file_system_listing"],
                             "scope": {"file_system_listing": {"read": ["**"], "write": []}}}"""),
                    calls("file_system_listing__watch", "{\"path\": \".\", \"seconds\": 60}"),
                    endsWithLastResult());
        }
        Task task = one.submit(work("watch").in(workspace, Set.of()));
        one.until(() -> isWatching(task), () -> "watch does not run");
        TestingWrit elsewhere = worksOn(one, task) ? other : one;
        AssignmentView grant = elsewhere
                .parts()
                .permissions()
                .assignments(AssignmentFilter.all().ofTask(task.id()))
                .getFirst();
        long from = System.nanoTime();
        elsewhere
                .parts()
                .database()
                .writeOnly(transaction -> elsewhere
                        .parts()
                        .permissions()
                        .revoke(transaction, grant.assignment().id(), USER, "enough"));
        one.until(() -> !one.events(task.id(), "tool.failed").isEmpty(), () -> "the call goes on");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(FAST);
    }

    private boolean isWatching(Task task) {
        return one.events(task.id(), "tool.started").stream()
                .anyMatch(event -> event.data().path("operation").asString("").equals("watch"));
    }

    private static boolean worksOn(TestingWrit node, Task task) {
        return node.value("SELECT node FROM task_leases WHERE task = ?", task.id())
                .equals(node.core().database().cluster().orElseThrow().node());
    }

    @Test
    void a_task_cancelled_on_one_ends_on_the_other() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch broken = new CountDownLatch(1);
        for (TestingModel model : List.of(oneModel, otherModel)) {
            model.worker(request -> {
                asked.countDown();
                try {
                    TimeUnit.MINUTES.sleep(1);
                } catch (InterruptedException e) {
                    broken.countDown();
                    Thread.currentThread().interrupt();
                }
                return ends("never").answer(request);
            });
        }
        Task task = one.submit(work("long"));
        asked.await();
        TestingWrit elsewhere = worksOn(one, task) ? other : one;
        elsewhere.parts().steering().cancel(task.id(), USER, "enough");
        assertThat(broken.await(FAST.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(one.task(task.id()).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void an_approval_given_on_one_lets_the_task_go_on() throws Exception {
        for (TestingModel model : List.of(oneModel, otherModel)) {
            model.worker(calls("need_more_tools", """
                            {"request": "write", "justification": "asked for", "tools": ["file_edit"],
                             "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}"""), calls("file_edit__write_file", """
                            {"path": "b.txt", "content": "hello", "mode": "create"}"""), ends("done"));
        }
        for (TestingWrit desk : List.of(one, other)) {
            Files.deleteIfExists(workspace.resolve("b.txt"));
            Task task = one.submit(work("write").in(workspace, Set.<Allow>of()));
            ApprovalRequest approval = desk.approval(task.id());
            desk.parts().desk().decide(approval.id(), ApprovalRequest.Answer.Approve.asAsked(), USER, "fine");
            assertThat(one.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
            assertThat(workspace.resolve("b.txt")).hasContent("hello");
        }
    }

    @Test
    void a_number_changed_on_one_is_in_force_on_the_other() {
        Tunable tunable = Tunable.COMMAND_SECONDS;
        StoredTuning there = other.core().tuning();
        long before = there.number("", tunable);
        long after = before - 1;
        Definition definition = one.parts().definitions().get(tunable.kind(), tunable.entity());
        one.parts()
                .definitions()
                .update(
                        tunable.kind(),
                        definition.id(),
                        tunable.patch(after),
                        definition.activeVersion(),
                        Change.by(USER, "to try it"));
        other.until(() -> there.number("", tunable) == after, () -> "the other node goes by the old number");
    }

    @Test
    void both_are_on_one_record_that_holds() {
        oneModel.worker(ends("done"));
        otherModel.worker(ends("done"));
        for (TestingWrit writ : List.of(one, other)) {
            writ.run(work("anything"));
            writ.parts().audit().checkpoint();
        }
        for (TestingWrit writ : List.of(one, other)) {
            assertThat(writ.parts().audit().verify().findings()).isEmpty();
            assertThat(writ.events("", "audit.foreign")).isEmpty();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
