package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Takes messages to people: stores each with its deliveries and its event in one transaction. Safe for use by many
 * threads.
 */
public final class Outbox {
    /** A request that says more than this has an agent in a loop. */
    private static final int MOST_PER_TREE = 1_000;

    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final MessageRoutes routes;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Outbox(EventLog events, InstantSource clock, IdSource ids, MessageRoutes routes) {
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.routes = routes;
    }

    /**
     * Sends a message, or asks a question when it says until when an answer is awaited. The same call again gives the
     * message it has sent already. Returns the message's id.
     *
     * @throws WritException with {@code limit_reached} when the tree has sent a thousand
     */
    public String post(Transaction transaction, NewMessage message) {
        Optional<String> sent = sentBy(transaction, message.call());
        if (sent.isPresent()) {
            return sent.get();
        }
        requireRoom(transaction, message.tree());
        String id = ids.next("message");
        boolean asks = message.answerUntil().isPresent();
        long now = clock.millis();
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO user_messages (id, call, task, tree, agent, type, content, state, created_at,
                                                   expires_at)
                        VALUES (:id, NULLIF(:call, ''), :task, :tree, :agent, :type, :content, :state, :now, :expires)
                        """)
                .bind("id", id)
                .bind("call", message.call())
                .bind("task", message.task())
                .bind("tree", message.tree())
                .bind("agent", message.agent())
                .bind("type", message.type().id())
                .bind("content", Json.write(message.content()))
                .bind("state", (asks ? MessageState.ASKED : MessageState.SENT).id())
                .bind("now", now)
                .bind("expires", message.answerUntil().map(until -> until.toEpochMilli()))
                .execute();
        List<Route> taken = routes.of(message.type());
        events.append(
                transaction,
                NewEvent.of(asks ? "message.asked" : "message.sent", "message", id)
                        .in(message.tree(), message.task())
                        .by(message.agent().isEmpty() ? "engine" : "agent:" + message.agent())
                        .causedBy(message.call())
                        .with("type", message.type().id())
                        .with("routes", taken.stream().map(Route::id).collect(Collectors.joining(","))));
        if (Delivery.record(transaction, id, taken, now)) {
            transaction.afterCommit(() -> listeners.forEach(Runnable::run));
        }
        return id;
    }

    /** Calls the listener after a message that has to be posted somewhere became durable. */
    void onPending(Runnable listener) {
        listeners.add(listener);
    }

    MessageRoutes routes() {
        return routes;
    }

    private static Optional<String> sentBy(Transaction transaction, String call) {
        return transaction
                .handle()
                .createQuery("SELECT id FROM user_messages WHERE call = :call")
                .bind("call", call)
                .mapTo(String.class)
                .findOne();
    }

    private static void requireRoom(Transaction transaction, String tree) {
        long count = transaction
                .handle()
                .createQuery("SELECT COUNT(*) FROM user_messages WHERE tree = :tree")
                .bind("tree", tree)
                .mapTo(Long.class)
                .one();
        if (count >= MOST_PER_TREE) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "This request has sent " + MOST_PER_TREE + " messages; no more are accepted.",
                    "Finish the task and put the rest into its result.");
        }
    }
}
