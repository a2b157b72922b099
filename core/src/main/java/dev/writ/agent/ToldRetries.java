package dev.writ.agent;

import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.model.Retry;
import dev.writ.model.TokenListener;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Tells of the attempts of one model call: each that failed as it is about to be repeated, and in the end what came of
 * them. A call that succeeded at once leaves nothing. For the thread that makes the call.
 */
final class ToldRetries implements TokenListener {
    private static final Logger LOG = System.getLogger(ToldRetries.class.getName());

    private final Database database;
    private final EventLog events;
    private final Task task;
    private final String agent;
    private final String model;
    private int attempts = 1;

    ToldRetries(Database database, EventLog events, Task task, String agent, String model) {
        this.database = database;
        this.events = events;
        this.task = task;
        this.agent = agent;
        this.model = model;
    }

    @Override
    public void onText(String piece) {
        // A reply is shown whole.
    }

    @Override
    public void onRetry(Retry retry) {
        attempts = retry.attempt();
        try {
            database.writeOnly(transaction -> events.append(
                    transaction,
                    event("model.retrying")
                            .with("attempt", retry.attempt())
                            .with("attempts", retry.attempts())
                            .with("reason", retry.reason().id())
                            .with("message", retry.message())
                            .with("next_at", retry.next().toString())));
        } catch (WritException e) {
            // The call can still succeed; whether its outcome can be recorded is decided then.
            LOG.log(Level.WARNING, "a retry of " + model + " could not be recorded", e);
        }
    }

    /** How many times the model was asked so far. */
    int attempts() {
        return attempts;
    }

    /** Tells what came of the attempts, if there were more than one. */
    void end(Transaction transaction, String outcome, Duration took) {
        if (attempts > 1) {
            events.append(
                    transaction, event("model.retried").ended(outcome, took).with("attempts", attempts));
        }
    }

    private NewEvent event(String type) {
        return NewEvent.of(type, "model_call", task.id() + "." + (task.turns() + 1))
                .in(task.tree(), task.id())
                .by("agent:" + agent)
                .with("agent", agent)
                .with("model", model);
    }
}
