package dev.writ.runtime;

import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.PermissionCleanup;
import dev.writ.store.Database;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.message.UserMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Ends what has a time to end: grants, approvals nobody decided, questions nobody answered. Sleeps until the next of them
 * is due. Grants are refused on time by the permission check itself; this keeps the records true.
 */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Deadlines.class.getName());
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(50);

    private final Database database;
    private final InstantSource clock;
    private final PermissionCleanup cleanup;
    private final Inbox inbox;
    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();
    private final Thread thread;
    private boolean changed;
    private volatile boolean closed;

    public Deadlines(Database database, InstantSource clock, PermissionCleanup cleanup, Inbox inbox, Engine engine) {
        this.database = database;
        this.clock = clock;
        this.cleanup = cleanup;
        this.inbox = inbox;
        this.engine = engine;
        this.thread = Thread.ofVirtual().name("writ-deadlines").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Says that something with a deadline is new, or that the clock was moved. */
    public void changed() {
        lock.lock();
        try {
            changed = true;
            poked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything that is due now. */
    public void sweep() {
        List<String> overdue = cleanup.run().expiredApprovals().stream()
                .map(ApprovalRequest::task)
                .toList();
        List<UserMessage> unanswered = inbox.expired();
        if (overdue.isEmpty() && unanswered.isEmpty()) {
            return;
        }
        database.writeOnly(transaction -> {
            overdue.forEach(task -> engine.enqueue(transaction, task));
            for (UserMessage question : unanswered) {
                if (inbox.expire(transaction, question.id())) {
                    engine.enqueue(transaction, question.task());
                }
            }
        });
    }

    private void run() {
        while (!closed) {
            try {
                sweep();
                sleep();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(Level.WARNING, "ending what is due failed; it is tried again", e);
                    pause();
                }
            }
        }
    }

    private void sleep() throws InterruptedException {
        Duration longest = nextDue()
                .map(due -> Duration.between(clock.instant(), due))
                .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        long nanos = Math.max(SHORTEST_SLEEP.toNanos(), longest.toNanos());
        lock.lockInterruptibly();
        try {
            while (!changed && nanos > 0) {
                nanos = poked.awaitNanos(nanos);
            }
            changed = false;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Instant> nextDue() {
        Optional<Instant> question = database.read(
                        handle -> handle.createQuery("SELECT MIN(expires_at) FROM user_messages WHERE state = 'asked'")
                                .mapTo(Long.class)
                                .findOne())
                .map(Instant::ofEpochMilli);
        return Stream.of(question, cleanup.nextDue()).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
