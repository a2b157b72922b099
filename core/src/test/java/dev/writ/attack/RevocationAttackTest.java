package dev.writ.attack;

import static dev.writ.attack.TestingWrit.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Assignment;
import dev.writ.store.Transaction;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-6: calls that race with the revocation of what allows them. */
class RevocationAttackTest {
    private static final int CALLERS = 12;
    private static final String RUN = "terminal.execute_command";
    private static final String LS = "{'argv': ['ls']}";

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

    @RepeatedTest(5)
    void nothingStartsAfterARevocationReturned() throws Exception {
        Assignment grant = writ.grant(task, "terminal", "{'commands': [['**']]}");
        assertThatNothingStartsAfter(() -> writ.revoke(grant));
    }

    @Test
    void norAfterThoseOfATaskATreeOrAll() throws Exception {
        List<Consumer<Transaction>> ways = List.of(
                transaction -> writ.permissions.revokeTask(transaction, task, "person:ada", "enough"),
                transaction -> writ.permissions.revokeTree(transaction, writ.treeOf(task), "person:ada", "enough"),
                transaction -> writ.permissions.revokeAll(transaction, "person:ada", "enough"),
                transaction -> writ.permissions.endTask(transaction, task));
        for (Consumer<Transaction> way : ways) {
            writ.grant(task, "terminal", "{'commands': [['**']]}");
            assertThatNothingStartsAfter(() -> writ.database.writeOnly(way));
        }
    }

    private void assertThatNothingStartsAfter(Runnable revocation) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger tooLate = new AtomicInteger();
        CountDownLatch warm = new CountDownLatch(CALLERS);
        writ.command(call -> {
            boolean revoked = over.get();
            call.checkStopped();
            if (revoked) {
                tooLate.incrementAndGet();
            }
            ran.incrementAndGet();
            warm.countDown();
            return ScriptedServer.says("ran");
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> last = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                last.add(callers.submit(() -> {
                    String outcome = "";
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
                    while (!outcome.startsWith("denied") && System.nanoTime() < end) {
                        outcome = writ.tries(task, RUN, LS);
                    }
                    return outcome;
                }));
            }
            assertThat(warm.await(3, TimeUnit.SECONDS)).isTrue();
            revocation.run();
            over.set(true);
            for (Future<String> caller : last) {
                assertThat(caller.get(5, TimeUnit.SECONDS)).isEqualTo("denied:revoked");
            }
        }
        assertThat(ran).hasPositiveValue();
        assertThat(tooLate).hasValue(0);
        List<Event> events =
                writ.events.find(EventFilter.all().inTree(writ.treeOf(task)).atMost(100_000));
        long ended = events.stream()
                .filter(event ->
                        event.type().startsWith("grant.") && !event.type().equals("grant.issued"))
                .mapToLong(Event::seq)
                .max()
                .orElseThrow();
        assertThat(events).noneMatch(event -> event.type().equals("tool.started") && event.seq() > ended);
    }

    @Test
    void whatRunsIsStoppedForEachGrantThatItNeeds() throws Exception {
        Assignment read = writ.grant(task, "file_system_listing", "{'read': ['a/**', 'a']}");
        writ.file("a/x", "x");
        CompletableFuture<ToolOutcome> watching = CompletableFuture.supplyAsync(
                () -> writ.call(task, "file_system_listing.watch", "{'path': 'a', 'seconds': 60}"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (writ.gateway.callsUnderWay() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        writ.revoke(read);
        assertThat(word(watching.get(5, TimeUnit.SECONDS))).matches("failed:cancelled|denied:revoked");
    }

    @Test
    void whatAnotherProcessRevokedInTheDatabaseIsNotUsedOnTheStrengthOfMemory() {
        Assignment grant = writ.grant(task, "terminal", "{'commands': [['**']]}");
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("succeeded");
        writ.execute("UPDATE task_tool_assignments SET state = 'revoked' WHERE id = ?", grant.id());
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:revoked");
        assertThat(writ.number("SELECT uses FROM task_tool_assignments")).isEqualTo(1);
    }

    @Test
    void aToolSwitchedOffAndATaskToldToStopRunNothingMore() {
        writ.grant(task, "terminal", "{'commands': [['**']]}");
        writ.execute("UPDATE tasks SET stop_asked = 'cancel' WHERE id = ?", task);
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("failed:cancelled");
        writ.execute("UPDATE tasks SET stop_asked = '' WHERE id = ?", task);
        writ.registry.deactivate("terminal", "person:ada");
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:suspended");
        // In the database alone, as another process does it.
        writ.registry.accept("terminal", "person:ada");
        writ.execute("UPDATE available_tools SET status = 'inactive' WHERE name = 'terminal'");
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:suspended");
    }

    @Test
    void aGrantThatWasRevokedIsNotRevivedByNarrowingUsingOrSweepingIt() {
        Assignment grant = writ.grant(task, "terminal", "{'commands': [['**']]}");
        writ.revoke(grant);
        assertThat(TestingWrit.codeOf(() -> writ.database.write(transaction -> writ.permissions.narrow(
                        transaction, grant.id(), Set.of(), grant.scope(), grant.expiresAt(), "person:ada"))))
                .isEqualTo("not_found");
        boolean counted = writ.database.write(transaction -> writ.permissions.useCounted(transaction, grant.id()));
        assertThat(counted).isFalse();
        writ.sweep();
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:revoked");
    }
}
