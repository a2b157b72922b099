package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The person's side of messages: reading them and answering questions. Safe for use by many threads. */
public final class Inbox {
    private static final int LONGEST_ANSWER = 20_000;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    public Inbox(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    public Optional<UserMessage> find(String id) {
        return database.read(handle -> find(handle, id));
    }

    /** @throws WritException with {@code not_found} */
    public UserMessage get(String id) {
        return find(id).orElseThrow(() -> unknown(id));
    }

    /** Newest first. */
    public List<UserMessage> list(InboxFilter filter) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM user_messages
                        WHERE (:tree = '' OR tree = :tree)
                          AND (:state = '' OR state = :state)
                          AND (:before = '' OR id < :before)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bind("tree", filter.tree())
                .bind("state", filter.state().map(MessageState::id).orElse(""))
                .bind("before", filter.before())
                .bind("limit", filter.limit())
                .map((row, context) -> UserMessage.read(row))
                .list());
    }

    /**
     * Records a person's answer, so that the caller can give it to the waiting task in the same transaction.
     *
     * @param actor who answers, for instance {@code person:ann}
     * @throws WritException with {@code not_found}; {@code conflict} when it was answered or asks nothing;
     *     {@code timed_out} when its time is over
     */
    public UserMessage answer(Transaction transaction, String id, String text, String actor) {
        CleanText answer = CleanText.of(text, LONGEST_ANSWER);
        UserMessage question = require(transaction, id);
        requireOpen(question);
        Instant now = clock.instant();
        move(transaction, question, MessageState.ANSWERED, answer.text(), now);
        events.append(
                transaction,
                NewEvent.of("message.answered", "message", id)
                        .in(question.tree(), question.task())
                        .by(actor)
                        .ended("answered", Duration.between(question.createdAt(), now)));
        return require(transaction, id);
    }

    /** Questions that wait although their time is over, oldest first. */
    public List<UserMessage> expired() {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM user_messages
                        WHERE state = 'asked' AND expires_at <= :now ORDER BY expires_at, id
                        """)
                .bind("now", clock.millis())
                .map((row, context) -> UserMessage.read(row))
                .list());
    }

    /**
     * Gives up waiting for an answer, so that the caller can tell the waiting task in the same transaction. Nothing
     * happens, and false is returned, when the question does not wait or still has time.
     */
    public boolean expire(Transaction transaction, String id) {
        UserMessage question = require(transaction, id);
        if (question.state() != MessageState.ASKED || !isOver(question)) {
            return false;
        }
        move(transaction, question, MessageState.EXPIRED, "", clock.instant());
        events.append(
                transaction,
                NewEvent.of("message.expired", "message", id)
                        .in(question.tree(), question.task())
                        .ended("expired", Duration.between(question.createdAt(), clock.instant())));
        return true;
    }

    /** Closes the questions of a task that has ended: an answer could reach nobody. */
    public void endTask(Transaction transaction, String task) {
        List<UserMessage> open = transaction
                .handle()
                .createQuery("SELECT * FROM user_messages WHERE task = :task AND state = 'asked'")
                .bind("task", task)
                .map((row, context) -> UserMessage.read(row))
                .list();
        for (UserMessage question : open) {
            move(transaction, question, MessageState.EXPIRED, "", clock.instant());
            events.append(
                    transaction,
                    NewEvent.of("message.expired", "message", question.id())
                            .in(question.tree(), question.task())
                            .ended("task_ended", Duration.between(question.createdAt(), clock.instant())));
        }
    }

    private void requireOpen(UserMessage question) {
        switch (question.state()) {
            case ANSWERED ->
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The question was answered already.",
                        "Nothing is left to do; the first answer counts.");
            case SENT ->
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The message does not wait for an answer.",
                        "List the messages in state asked to see the open questions.");
            case EXPIRED -> throw over(question);
            case ASKED -> {
                if (isOver(question)) {
                    throw over(question);
                }
            }
        }
    }

    private boolean isOver(UserMessage question) {
        return question.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent();
    }

    private static WritException over(UserMessage question) {
        return new WritException(
                FailureCode.TIMED_OUT,
                "The time to answer was over at "
                        + question.expiresAt().map(Instant::toString).orElse("its end") + ".",
                "Send the request again if it still matters.");
    }

    private static void move(
            Transaction transaction, UserMessage question, MessageState state, String answer, Instant now) {
        int moved = transaction
                .handle()
                .createUpdate("""
                        UPDATE user_messages SET state = :state, answer = :answer, answered_at = :answered
                        WHERE id = :id AND state = 'asked'
                        """)
                .bind("state", state.id())
                .bind("answer", answer)
                .bind("answered", state == MessageState.ANSWERED ? Optional.of(now.toEpochMilli()) : Optional.empty())
                .bind("id", question.id())
                .execute();
        if (moved == 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The question was answered by someone else just now.",
                    "Nothing is left to do; the first answer counts.");
        }
    }

    private static UserMessage require(Transaction transaction, String id) {
        return find(transaction.handle(), id).orElseThrow(() -> unknown(id));
    }

    private static WritException unknown(String id) {
        return new WritException(
                FailureCode.NOT_FOUND, "There is no message '" + id + "'.", "List the messages to find its id.");
    }

    private static Optional<UserMessage> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM user_messages WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> UserMessage.read(row))
                .findOne();
    }
}
