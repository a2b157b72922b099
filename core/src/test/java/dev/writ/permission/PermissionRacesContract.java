package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Authority;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays true when much happens at once, on every database. */
abstract class PermissionRacesContract {
    private Database database;
    private TestingTasks tasks;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        tasks = new TestingTasks(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aGrantOfSevenUsesGivesSevenToFiftyCallersAtOnce() throws Exception {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 7, "**"));
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(1);
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                callers.add(threads.submit(() -> {
                    together.await();
                    if (tasks.allows(task, "a") && tasks.use(grant)) {
                        ran.incrementAndGet();
                    }
                    return null;
                }));
            }
            together.countDown();
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        assertThat(ran).hasValue(7);
        assertThat(tasks.permissions.assignment(grant.id()).orElseThrow().uses())
                .isEqualTo(7);
        assertThat(tasks.allows(task, "a")).isFalse();
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued", "grant.used_up");
    }

    @Test
    void noCheckThatStartsAfterARevocationIsAllowed() throws Exception {
        for (int round = 0; round < 40; round++) {
            String task = tasks.workerTask();
            Assignment grant = tasks.grant(edit(task, 0, "**"));
            AtomicBoolean revoked = new AtomicBoolean();
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger wrong = new AtomicInteger();
            AtomicInteger checksAfter = new AtomicInteger();
            List<Future<?>> checkers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    checkers.add(threads.submit(() -> {
                        while (!stop.get()) {
                            boolean startedAfter = revoked.get();
                            boolean allowed = tasks.allows(task, "a");
                            if (startedAfter) {
                                checksAfter.incrementAndGet();
                                wrong.addAndGet(allowed ? 1 : 0);
                            }
                            // Loading anew while the revocation commits must not bring it back.
                            database.writeOnly(transaction -> tasks.permissions.taskChanged(transaction, task));
                        }
                    }));
                }
                tasks.revoke(grant);
                revoked.set(true);
                while (checksAfter.get() < 20) {
                    Thread.onSpinWait();
                }
                stop.set(true);
                for (Future<?> checker : checkers) {
                    checker.get();
                }
            }
            assertThat(wrong).as("checks allowed after the revocation returned").hasValue(0);
        }
    }

    @Test
    void aGrantIsInForceWhenItReturnsEvenWhileTheTaskIsBeingLoaded() throws Exception {
        for (int round = 0; round < 100; round++) {
            String task = tasks.workerTask();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> loading = threads.submit(() -> tasks.allows(task, "a"));
                Assignment grant = tasks.grant(edit(task, 0, "**"));
                assertThat(tasks.check(task, "a")).isEqualTo(new Allowed(new Authority.Granted(grant.id())));
                loading.get();
                assertThat(tasks.allows(task, "a")).isTrue();
            }
        }
    }

    @Test
    void ofTwoAnswersAtOnceOneCounts() throws Exception {
        String task = tasks.workerTask();
        ApprovalRequest request = database.write(transaction -> tasks.approvals.request(
                transaction, edit(task, 0, "a"), "", tasks.clock.instant().plusSeconds(60)));
        AtomicInteger counted = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(1);
        List<Future<?>> people = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                String person = "person:" + i;
                people.add(threads.submit(() -> {
                    together.await();
                    database.write(transaction -> tasks.approvals.decide(
                            transaction, request.id(), new ApprovalRequest.Answer.Deny(), person, ""));
                    return counted.incrementAndGet();
                }));
            }
            together.countDown();
            for (Future<?> person : people) {
                try {
                    person.get();
                } catch (ExecutionException e) {
                    assertThat(e).hasMessageContaining("already decided");
                }
            }
        }
        assertThat(counted).hasValue(1);
    }

    @Test
    void checksOfOneTaskDoNotSeeHalfAChange() throws Exception {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 0, "old"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger neither = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> checker = threads.submit(() -> {
                while (!stop.get()) {
                    if (!(tasks.permissions.check(task, "file_edit", "write_file", List.of(write("old")))
                            instanceof Allowed)) {
                        neither.incrementAndGet();
                    }
                }
            });
            for (int i = 0; i < 100; i++) {
                tasks.revoke(tasks.grant(edit(task, 0, "new" + i)));
            }
            stop.set(true);
            checker.get();
        }
        assertThat(neither).hasValue(0);
    }
}
