package dev.writ.attack;

import static dev.writ.attack.TestingWrit.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.event.audit.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who have the whole log checked at the same time: each check reads all of it. */
class SharedCheckTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MORE = 10;

    private final CountDownLatch goOn = new CountDownLatch(1);
    /** Each check reads the clock once, when it begins. */
    private final AtomicInteger checks = new AtomicInteger();
    /** In the order in which they asked. */
    private final List<Thread> asking = new ArrayList<>();

    private final List<FutureTask<Verification>> answers = new ArrayList<>();

    private TestingWrit writ;
    private AuditLog audit;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
        audit = new AuditLog(
                writ.database,
                writ.events,
                this::now,
                new AuditSettings(1_000_000, HOUR, List.of()),
                writ.databaseFile.getParent());
        audit.start();
        RecordedLog.work(writ, 0);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        audit.close();
        writ.close();
    }

    /** The first check goes on only when it is told to. */
    private Instant now() {
        if (asking.contains(Thread.currentThread()) && checks.incrementAndGet() == 1) {
            try {
                goOn.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return writ.clock.instant();
    }

    private void prepare(int how) {
        for (int i = 0; i < how; i++) {
            FutureTask<Verification> answer = new FutureTask<>(audit::verify);
            answers.add(answer);
            asking.add(Thread.ofPlatform().daemon().unstarted(answer));
        }
    }

    private static void await(Thread thread, Thread.State state) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (thread.getState() != state && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(thread.getState()).isEqualTo(state);
    }

    @Test
    void who_asks_during_a_check_waits_for_the_next_one_which_is_made_once_for_all() throws Exception {
        prepare(1 + MORE);
        asking.getFirst().start();
        await(asking.getFirst(), Thread.State.TIMED_WAITING);
        for (Thread one : asking.subList(1, asking.size())) {
            one.start();
            await(one, Thread.State.BLOCKED);
        }

        goOn.countDown();

        List<Verification> made = new ArrayList<>();
        for (FutureTask<Verification> answer : answers) {
            made.add(answer.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS));
        }
        assertThat(checks).hasValue(2);
        assertThat(made).allMatch(Verification::holds);
        assertThat(made.get(1)).as("begun after they asked").isNotSameAs(made.getFirst());
        assertThat(made.subList(1, made.size())).allMatch(one -> one == made.get(1));
    }

    @Test
    void who_asks_afterwards_gets_a_check_of_their_own() {
        goOn.countDown();
        prepare(2);

        asking.forEach(one -> {
            one.start();
            await(one, Thread.State.TERMINATED);
        });

        assertThat(checks).hasValue(2);
    }
}
