package dev.writ.tool.message;

import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to webhooks, at least once each: receivers recognise a repetition by the message's id. One thread sleeps
 * until a message arrives or a repetition is due; what a stopped Writ left pending goes on with the next start. Safe for
 * use by many threads.
 */
public final class WebhookDelivery implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WebhookDelivery.class.getName());
    private static final int BATCH = 50;
    /** Another node may have died with deliveries of its own; nothing else needs this look. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(5);

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Outbox outbox;
    private final RetryPlan plan;
    private final WebhookPost post;
    private final Semaphore wakes = new Semaphore(0);
    private @Nullable Thread thread;

    private record Due(UserMessage message, String route, int attempts) {}

    public WebhookDelivery(
            Database database,
            EventLog events,
            InstantSource clock,
            RandomGenerator random,
            Outbox outbox,
            RetryPlan plan) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.random = random;
        this.outbox = outbox;
        this.plan = plan;
        this.post = new WebhookPost(plan.timeout());
        outbox.onPending(wakes::release);
    }

    /** Begins with what is pending. Called once. */
    public synchronized void start() {
        thread = Thread.ofVirtual().name("writ-webhooks").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                wakes.drainPermits();
                Duration pause = deliverDue();
                wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long nothing more will be due, unless a message arrives. */
    private Duration deliverDue() throws InterruptedException {
        try {
            List<Due> batch = due();
            while (!batch.isEmpty()) {
                for (Due due : batch) {
                    deliver(due);
                }
                batch = due();
            }
            return untilNext();
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.WARNING, "Messages could not be delivered to webhooks; they stay pending.", e);
            return plan.longestDelay();
        }
    }

    private List<Due> due() {
        return database.read(handle -> handle.createQuery("""
                        SELECT m.*, d.route AS delivery_route, d.attempts AS delivery_attempts
                        FROM message_deliveries d JOIN user_messages m ON m.id = d.message
                        WHERE d.state = 'pending' AND d.next_attempt <= :now
                        ORDER BY d.next_attempt, d.message, d.route LIMIT :limit
                        """)
                .bind("now", clock.millis())
                .bind("limit", BATCH)
                .map((row, context) -> new Due(
                        UserMessage.read(row), row.getString("delivery_route"), row.getInt("delivery_attempts")))
                .list());
    }

    private Duration untilNext() {
        long now = clock.millis();
        long next = database.read(handle -> handle.createQuery("""
                        SELECT COALESCE(MIN(next_attempt), :latest) FROM message_deliveries WHERE state = 'pending'
                        """)
                .bind("latest", now + LONGEST_SLEEP.toMillis())
                .mapTo(Long.class)
                .one());
        return Duration.ofMillis(Math.clamp(next - now, 0, LONGEST_SLEEP.toMillis()));
    }

    private void deliver(Due due) throws InterruptedException {
        Optional<Route.Webhook> webhook = outbox.routes().webhook(due.route());
        if (webhook.isEmpty()) {
            database.writeOnly(
                    transaction -> fail(transaction, due, due.attempts(), "the webhook is no longer configured"));
            return;
        }
        int attempt = due.attempts() + 1;
        if (!database.write(transaction -> claim(transaction, due))) {
            return;
        }
        Instant started = clock.instant();
        WebhookPost.Outcome outcome;
        try {
            outcome = post.send(webhook.get(), due.message(), started);
        } catch (InterruptedException e) {
            database.writeOnly(
                    transaction -> move(transaction, due, Delivery.PENDING, clock.millis(), "Writ was stopped"));
            throw e;
        }
        database.writeOnly(transaction -> {
            switch (outcome) {
                case WebhookPost.Outcome.Accepted ignored -> succeed(transaction, due, attempt, started);
                case WebhookPost.Outcome.Refused refused -> fail(transaction, due, attempt, refused.error());
                case WebhookPost.Outcome.Again again
                when attempt >= plan.attempts() -> fail(transaction, due, attempt, again.error());
                case WebhookPost.Outcome.Again again -> retry(transaction, due, attempt, again.error());
            }
        });
    }

    /** Counts the attempt before it is made, and keeps other nodes away until it must be over. */
    private boolean claim(Transaction transaction, Due due) {
        return transaction
                        .handle()
                        .createUpdate("""
                                UPDATE message_deliveries SET attempts = attempts + 1, next_attempt = :lease
                                WHERE message = :message AND route = :route AND state = 'pending'
                                  AND attempts = :attempts
                                """)
                        .bind("lease", clock.millis() + 2 * plan.timeout().toMillis())
                        .bind("message", due.message().id())
                        .bind("route", due.route())
                        .bind("attempts", due.attempts())
                        .execute()
                == 1;
    }

    private void succeed(Transaction transaction, Due due, int attempt, Instant started) {
        move(transaction, due, Delivery.DELIVERED, clock.millis(), "");
        events.append(
                transaction,
                event("message.delivered", due, attempt)
                        .ended("succeeded", Duration.between(started, clock.instant())));
    }

    private void fail(Transaction transaction, Due due, int attempt, String error) {
        move(transaction, due, Delivery.FAILED, clock.millis(), error);
        events.append(
                transaction,
                event("message.delivery_failed", due, attempt)
                        .ended("failed", Duration.ZERO)
                        .with("error", error));
    }

    private void retry(Transaction transaction, Due due, int attempt, String error) {
        Duration delay = plan.delayAfter(attempt, random);
        move(transaction, due, Delivery.PENDING, clock.millis() + delay.toMillis(), error);
    }

    private static void move(Transaction transaction, Due due, String state, long nextAttempt, String error) {
        transaction
                .handle()
                .createUpdate("""
                        UPDATE message_deliveries SET state = :state, next_attempt = :next, last_error = :error
                        WHERE message = :message AND route = :route AND state = 'pending'
                        """)
                .bind("state", state)
                .bind("next", nextAttempt)
                .bind("error", error)
                .bind("message", due.message().id())
                .bind("route", due.route())
                .execute();
    }

    private static NewEvent event(String type, Due due, int attempt) {
        return NewEvent.of(type, "message", due.message().id())
                .in(due.message().tree(), due.message().task())
                .with("route", due.route())
                .with("attempts", attempt);
    }

    /** Stops; an attempt under way is broken off and repeated by the next start. */
    @Override
    public synchronized void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        post.close();
    }
}
