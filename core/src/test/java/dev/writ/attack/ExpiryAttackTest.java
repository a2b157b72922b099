package dev.writ.attack;

import static dev.writ.attack.TestingWrit.HOUR;
import static dev.writ.attack.TestingWrit.codeOf;
import static dev.writ.attack.TestingWrit.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Assignment;
import dev.writ.permission.Scope;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-5, JIT-12, JIT-13: use beyond the time that was granted, by what still runs, by clocks, by renewal, by side doors. */
class ExpiryAttackTest {
    private static final String LS = "{'argv': ['ls']}";
    private static final String ANY_COMMAND = "{'commands': [['**']]}";
    private static final String RUN = "terminal.execute_command";

    private TestingWrit writ;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
        task = writ.task();
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @Test
    void aGrantEndsAtItsVeryMomentAndNoClockBringsItBack() {
        writ.grant(task, "terminal", ANY_COMMAND);
        writ.clock.advance(HOUR.minusSeconds(20));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("succeeded");
        writ.clock.advance(Duration.ofSeconds(20));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:expired");
        writ.clock.advance(Duration.ofDays(-2));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:expired");
        writ.sweep();
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:expired");
    }

    @Test
    void aCommandUnderWayIsStoppedWhenItsTimeIsSwept() throws Exception {
        writ.grant(task, "terminal", ANY_COMMAND);
        CountDownLatch runs = new CountDownLatch(1);
        writ.command(call -> {
            runs.countDown();
            return ScriptedServer.untilStopped(call, 10);
        });
        CompletableFuture<ToolOutcome> call = CompletableFuture.supplyAsync(() -> writ.call(task, RUN, LS));
        assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
        writ.clock.advance(HOUR);
        writ.sweep();
        assertThat(word(call.get(10, TimeUnit.SECONDS))).isEqualTo("failed:cancelled");
    }

    @Test
    void aClockThatIsHeldBackAndADatabaseThatIsNotSweptGiveARunningCommandNoMoreTime() throws Exception {
        writ.grant(task, "terminal", ANY_COMMAND, Duration.ofSeconds(1), 0);
        writ.command(call -> {
            writ.clock.advance(Duration.ofDays(-1));
            return ScriptedServer.untilStopped(call, 20);
        });
        ToolOutcome outcome =
                CompletableFuture.supplyAsync(() -> writ.call(task, RUN, LS)).get(10, TimeUnit.SECONDS);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ToolOutcome.Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("the grant it ran under ended (expired)"));
    }

    @Test
    void theLastUseOfAGrantRunsNoLongerThanTheGrant() throws Exception {
        writ.grant(task, "terminal", ANY_COMMAND, Duration.ofSeconds(1), 1);
        writ.command(call -> ScriptedServer.untilStopped(call, 20));
        ToolOutcome outcome =
                CompletableFuture.supplyAsync(() -> writ.call(task, RUN, LS)).get(10, TimeUnit.SECONDS);
        assertThat(word(outcome)).isEqualTo("failed:cancelled");
    }

    @Test
    void aWatchEndsWithItsGrant() throws Exception {
        writ.file("a/b", "x");
        writ.grant(task, "file_system_listing", "{'read': ['**']}", Duration.ofSeconds(1), 0);
        ToolOutcome outcome = CompletableFuture.supplyAsync(
                        () -> writ.call(task, "file_system_listing.watch", "{'path': 'a', 'seconds': 60}"))
                .get(10, TimeUnit.SECONDS);
        assertThat(word(outcome)).isEqualTo("failed:cancelled");
    }

    @Test
    void whatWasChangedUnderAGrantIsNotUndoneOrListedAfterIt() {
        writ.file("a", "before");
        writ.grant(task, "file_edit", "{'read': ['a'], 'write': ['a']}");
        assertThat(writ.tries(task, "file_edit.write_file", "{'path': 'a', 'content': 'after', 'mode': 'overwrite'}"))
                .isEqualTo("succeeded");
        String change = writ.text("SELECT entity FROM events WHERE type = 'file.changed'");
        writ.clock.advance(HOUR);
        assertThat(writ.tries(task, "file_edit.undo", "{'change': '" + change + "'}"))
                .isEqualTo("denied:expired");
        assertThat(writ.tries(task, "file_edit.list_changes", "{}")).isEqualTo("denied:expired");
        assertThat(writ.files()).containsEntry("a", "after");
    }

    @Test
    void aWaitingQuestionOutlivesNoGrantOfAnotherTool() {
        writ.grant(task, "message_user", "{'recipients': ['user']}", Duration.ofHours(2), 0);
        writ.grant(task, "terminal", ANY_COMMAND);
        assertThat(writ.tries(task, "message_user.ask_user", "{'question': 'Ready?', 'timeout_seconds': 7000}"))
                .isEqualTo("waiting");
        writ.clock.advance(HOUR);
        writ.database.write(transaction -> writ.inbox.answer(
                transaction, writ.text("SELECT id FROM user_messages"), "go on with the terminal", "person:ada"));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:expired");
    }

    @Test
    void nothingRenewsAGrantButANewOne() {
        Assignment grant = writ.grant(task, "terminal", ANY_COMMAND);
        Scope same = grant.scope();
        assertThat(codeOf(() -> writ.database.write(transaction -> writ.permissions.narrow(
                        transaction,
                        grant.id(),
                        Set.of(),
                        same,
                        grant.expiresAt().plusMillis(1),
                        "agent:worker"))))
                .isEqualTo("denied");
        writ.clock.advance(HOUR);
        writ.sweep();
        assertThat(codeOf(() -> writ.database.write(transaction -> writ.permissions.narrow(
                        transaction,
                        grant.id(),
                        Set.of(),
                        same,
                        writ.clock.instant().plus(HOUR),
                        "agent:worker"))))
                .isEqualTo("not_found");
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:expired");
    }

    @Test
    void anOldApprovalGivesNoNewGrant() {
        String asking = writ.task(new Allow[0]);
        ApprovalRequest request = writ.ask(asking, "terminal", "{'commands': [['ls']]}");
        writ.approve(request);
        Assignment first = writ.granted(request);
        writ.clock.advance(HOUR);
        writ.sweep();
        assertThat(writ.granted(request).id()).isEqualTo(first.id());
        assertThat(writ.tries(asking, RUN, LS)).isEqualTo("denied:expired");
        assertThat(writ.number("SELECT COUNT(*) FROM task_tool_assignments")).isEqualTo(1);
    }

    @Test
    void theTimeThatAPersonAllowedCountsFromTheAnswerHoweverLateItIsTaken() {
        ApprovalRequest late = writ.ask(writ.task(new Allow[0]), "terminal", "{'commands': [['ls']]}");
        ApprovalRequest tooLate = writ.ask(writ.task(new Allow[0]), "terminal", "{'commands': [['ls']]}");
        writ.approve(late);
        writ.approve(tooLate);
        var answered = writ.clock.instant();
        writ.clock.advance(Duration.ofMinutes(59));
        assertThat(writ.granted(late).expiresAt()).isEqualTo(answered.plus(HOUR));
        writ.clock.advance(Duration.ofMinutes(1));
        assertThat(codeOf(() -> writ.granted(tooLate))).isEqualTo("approval_expired");
        assertThat(writ.permissions.held(tooLate.task())).isEmpty();
    }

    @Test
    void aTaskThatIsOverDoesNothingMoreWhateverItHolds() {
        writ.grant(task, "terminal", ANY_COMMAND);
        for (String state : List.of("completed", "failed", "cancelled")) {
            writ.execute("UPDATE tasks SET state = ?, finished_at = 1 WHERE id = ?", state, task);
            assertThat(writ.tries(task, RUN, LS)).isNotEqualTo("succeeded");
        }
    }
}
