package dev.writ.insight;

import dev.writ.BackgroundLoop;
import dev.writ.Json;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Submission;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Submits a review when a counter says so. Sleeps while nothing happens. */
public final class ReviewTrigger implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ReviewTrigger.class.getName());
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofSeconds(5);

    private final Database database;
    private final EventLog events;
    private final ReviewCounters counters;
    private final Engine engine;
    private final BackgroundLoop loop;

    public ReviewTrigger(Database database, EventLog events, ReviewCounters counters, Engine engine) {
        this.database = database;
        this.events = events;
        this.counters = counters;
        this.engine = engine;
        this.loop =
                BackgroundLoop.of(LOG, "writ-reviews", "reviews could not be submitted", SHORTEST_SLEEP, this::step);
    }

    /** The counters Writ ships with: many failures, or a week in which something ended. */
    public static List<ReviewCounter> shipped() {
        return List.of(
                new ReviewCounter("task-failures", "task", "", "task.failed", 20, Duration.ZERO),
                new ReviewCounter("weekly", "task", "", "task.completed", 0, Duration.ofDays(7)));
    }

    /** Registers the shipped counters and begins to watch. */
    public void start() {
        shipped().forEach(counters::register);
        loop.start();
    }

    /** Submits what is due now; the counters and the reviews change together. Returns how many were due. */
    public int submitDue() {
        return database.write(transaction -> {
            List<DueReview> due = counters.advance(transaction);
            due.forEach(review -> submit(transaction, review));
            return due.size();
        });
    }

    private void submit(Transaction transaction, DueReview due) {
        String causes = due.causes().stream()
                .map(cause -> cause.name().toLowerCase(java.util.Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        events.append(
                transaction,
                NewEvent.of(
                                "review.requested",
                                due.counter().kind(),
                                due.counter().entity())
                        .by("policy")
                        .with("counter", due.counter().name())
                        .with("causes", causes)
                        .with("count", due.count()));
        engine.submit(
                transaction,
                Submission.of("Review what happened since " + due.since() + " ("
                                + due.counter().name() + ": " + causes + ").")
                        .handledBy(
                                ReviewProcess.NAME,
                                Json.object().put("counter", due.counter().name()))
                        .from("policy"));
    }

    private void step() throws InterruptedException {
        long seen = events.lastSeq();
        submitDue();
        events.feed().next(EventFilter.all().after(seen).atMost(1), LONGEST_SLEEP);
        Thread.sleep(SHORTEST_SLEEP);
    }

    @Override
    public void close() {
        loop.close();
    }
}
