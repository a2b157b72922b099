package dev.writ.agent;

import dev.writ.Json;
import dev.writ.store.Database;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Model calls that did not succeed yet and are, or will be, tried again. Safe for use by many threads. */
public final class Retries {
    private static final int MOST = 500;

    private final Database database;

    public Retries(Database database) {
        this.database = database;
    }

    /**
     * A model call that is being repeated.
     *
     * @param attempt the number of the attempt that comes next, or is under way
     * @param attempts how many there will be at most
     * @param reason {@code busy}, {@code unavailable} or {@code bad_answer}
     * @param message what happened, in a sentence
     * @param failedAt when the attempt before failed
     * @param nextAt when this attempt begins or began
     */
    public record Current(
            String tree,
            String task,
            String agent,
            String model,
            int attempt,
            int attempts,
            String reason,
            String message,
            Instant failedAt,
            Instant nextAt) {}

    /**
     * Those under way now, of each task the last attempt. One that a crash broke off is none: its task has moved since.
     *
     * @param tree of this request alone; empty for all
     */
    public List<Current> now(String tree) {
        return database.read(handle -> handle.createQuery("""
                        SELECT e.tree, e.task, e.at, e.data FROM tasks t
                        JOIN events e ON e.kind = 'model_call' AND e.entity = t.id || '.' || (t.turns + 1)
                        WHERE t.state = 'agent_responding' AND (:tree = '' OR t.tree = :tree)
                            AND e.type = 'model.retrying'
                            AND e.seq = (SELECT MAX(l.seq) FROM events l
                                         WHERE l.kind = 'model_call' AND l.entity = e.entity)
                            AND e.seq > (SELECT COALESCE(MAX(m.seq), 0) FROM events m
                                         WHERE m.kind = 'task' AND m.entity = t.id AND m.type = 'task.state_changed')
                        ORDER BY e.seq LIMIT :most
                        """)
                .bind("tree", tree)
                .bind("most", MOST)
                .map((row, context) -> current(
                        row.getString("tree"),
                        row.getString("task"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        Json.parseObject(row.getString("data"))))
                .list());
    }

    private static Current current(String tree, String task, Instant failedAt, ObjectNode data) {
        return new Current(
                tree,
                task,
                data.path("agent").asString(""),
                data.path("model").asString(""),
                data.path("attempt").asInt(0),
                data.path("attempts").asInt(0),
                data.path("reason").asString(""),
                data.path("message").asString(""),
                failedAt,
                Instant.parse(data.path("next_at").asString(Instant.EPOCH.toString())));
    }
}
