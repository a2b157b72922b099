package dev.writ;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BackgroundLoopTest {
    private static final String NAME = "loop-under-test";
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final List<LogRecord> said = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(NAME);
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord message) {
            said.add(message);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
    }

    private static BackgroundLoop loop(Duration afterFailure, BackgroundLoop.Step step) {
        return BackgroundLoop.of(System.getLogger(NAME), NAME, "nothing could be done", afterFailure, step);
    }

    private static WritException fullDisk() {
        return new WritException(FailureCode.STORE_FULL, "The disk is full.", "Make room.");
    }

    @Test
    void takes_steps_until_it_is_closed() throws InterruptedException {
        Semaphore steps = new Semaphore(0);
        CountDownLatch interrupted = new CountDownLatch(1);
        BackgroundLoop loop = loop(AT_ONCE, () -> {
            steps.release();
            if (steps.availablePermits() > 2) {
                try {
                    Thread.sleep(Duration.ofMinutes(1));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        });
        loop.start();
        steps.acquire(3);
        loop.closeAndWait(Duration.ofSeconds(10));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        int taken = steps.availablePermits();
        Thread.sleep(20);
        assertThat(steps.availablePermits()).isEqualTo(taken);
        assertThat(said).isEmpty();
    }

    @Test
    void a_step_that_fails_is_tried_again_and_told_once_for_each_reason() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(1);
        BackgroundLoop loop = loop(AT_ONCE, () -> {
            switch (steps.incrementAndGet()) {
                case 1, 2, 3 -> throw fullDisk();
                case 4 -> throw new IllegalStateException("odd");
                case 5 -> {
                    // This one succeeds: what fails afterwards is news.
                }
                case 6 -> throw fullDisk();
                default -> {
                    enough.countDown();
                    Thread.sleep(Duration.ofMinutes(1));
                }
            }
        });
        loop.start();
        assertThat(enough.await(10, TimeUnit.SECONDS)).isTrue();
        loop.close();
        assertThat(said)
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        "nothing could be done; it is tried again: "
                                + fullDisk().getMessage(),
                        "nothing could be done; it is tried again",
                        "nothing could be done; it is tried again: "
                                + fullDisk().getMessage());
        assertThat(said.get(0).getThrown()).isNull();
        assertThat(said.get(1).getThrown()).hasMessage("odd");
    }

    @Test
    void one_that_is_closed_while_it_waits_after_a_failure_ends_at_once() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        BackgroundLoop loop = loop(Duration.ofMinutes(1), () -> {
            failed.countDown();
            throw fullDisk();
        });
        loop.start();
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        long before = System.nanoTime();
        loop.closeAndWait(Duration.ofSeconds(15));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(loop.isClosed()).isTrue();
    }

    @Test
    void what_fails_because_it_is_being_closed_is_not_told() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BackgroundLoop loop = loop(AT_ONCE, () -> {
            begun.countDown();
            boolean waited = false;
            while (!waited) {
                try {
                    goOn.await();
                    waited = true;
                } catch (InterruptedException e) {
                    // As a statement of the database that is not interrupted.
                    begun.countDown();
                }
            }
            throw fullDisk();
        });
        loop.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        loop.close();
        goOn.countDown();
        loop.closeAndWait(Duration.ofSeconds(10));
        assertThat(said).isEmpty();
    }

    @Test
    void one_that_was_never_started_is_closed_without_waiting() {
        BackgroundLoop loop = loop(AT_ONCE, () -> {});
        loop.closeAndWait(Duration.ofMinutes(1));
        assertThat(loop.isClosed()).isTrue();
    }
}
