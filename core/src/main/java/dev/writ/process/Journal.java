package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The recorded steps of one task's process, replayed in order. Used by one run at a time. */
final class Journal {
    private final InstantSource clock;
    private final String task;
    private final List<Step> recorded;
    private int position;

    /** A finished step. */
    record Step(String name, String result) {}

    Journal(Database database, InstantSource clock, String task) {
        this.clock = clock;
        this.task = task;
        this.recorded = database.read(handle -> handle.createQuery(
                        "SELECT name, result FROM process_steps WHERE task = :task ORDER BY position")
                .bind("task", task)
                .map((row, context) -> new Step(row.getString("name"), row.getString("result")))
                .list());
    }

    /**
     * The result of the next step if it is recorded.
     *
     * @throws WritException with {@code conflict} when the process reaches another step than it did before
     */
    Optional<JsonNode> replay(String name) {
        if (position >= recorded.size()) {
            return Optional.empty();
        }
        Step step = recorded.get(position);
        if (!step.name().equals(name)) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The process of task " + task + " has changed: its step " + (position + 1) + " was '" + step.name()
                            + "' and is now '" + name + "'.",
                    "Submit the request again, so that it starts with the new process.");
        }
        position++;
        return Optional.of(Json.parse(step.result()));
    }

    /** Whether the next step is recorded and has this name. */
    boolean has(String name) {
        return position < recorded.size() && recorded.get(position).name().equals(name);
    }

    /** Records the next step. */
    void record(Transaction transaction, String name, Object result, Instant startedAt) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO process_steps (task, position, name, result, started_at, finished_at)
                        VALUES (:task, :position, :name, :result, :startedAt, :now)
                        """)
                .bind("task", task)
                .bind("position", position + 1)
                .bind("name", name)
                .bind("result", Json.write(result))
                .bind("startedAt", startedAt.toEpochMilli())
                .bind("now", clock.millis())
                .execute();
        position++;
    }
}
