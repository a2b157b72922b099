package dev.writ.runtime;

import dev.writ.BackgroundLoop;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.PermissionCleanup;
import dev.writ.store.Database;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.message.UserMessage;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends what has a time to end: grants, approvals nobody decided, questions nobody answered. Sleeps until the next of them
 * is due. Grants are refused on time by the permission check itself; this keeps the records true.
 */
public final class Deadlines implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Deadlines.class.getName());
    /** Each of these may have a time to end. */
    private static final EventFilter NEWS =
            EventFilter.all().ofKinds("grant", "approval", "message").atMost(1);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(100);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final PermissionCleanup cleanup;
    private final Inbox inbox;
    private final Engine engine;
    private final BackgroundLoop loop;

    public Deadlines(
            Database database,
            EventLog events,
            InstantSource clock,
            PermissionCleanup cleanup,
            Inbox inbox,
            Engine engine) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.cleanup = cleanup;
        this.inbox = inbox;
        this.engine = engine;
        this.loop =
                BackgroundLoop.of(LOG, "writ-deadlines", "what is due could not be ended", AFTER_A_FAILURE, this::step);
    }

    public void start() {
        loop.start();
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

    private void step() throws InterruptedException {
        sweep();
        sleep();
    }

    /** Until the next thing is due, or something happens that may be due earlier. */
    private void sleep() throws InterruptedException {
        EventFilter news = NEWS.after(events.lastSeq());
        Duration untilDue = nextDue()
                .map(due -> Duration.between(clock.instant(), due))
                .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        events.feed().next(news, untilDue.isNegative() ? Duration.ZERO : untilDue);
        Thread.sleep(SHORTEST_SLEEP);
    }

    private Optional<Instant> nextDue() {
        Optional<Instant> question = database.read(
                        handle -> handle.createQuery("SELECT MIN(expires_at) FROM user_messages WHERE state = 'asked'")
                                .mapTo(Long.class)
                                .findOne())
                .map(Instant::ofEpochMilli);
        return Stream.of(question, cleanup.nextDue()).flatMap(Optional::stream).min(Instant::compareTo);
    }

    @Override
    public void close() {
        loop.close();
    }
}
