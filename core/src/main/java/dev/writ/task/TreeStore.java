package dev.writ.task;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The stored trees: who asked for what, and under which limits. Safe for use by many threads. */
public final class TreeStore {
    private final Database database;
    private final InstantSource clock;

    public TreeStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param submissionKey a second submission with the same key finds the first one's tree; empty for none */
    public void create(Transaction transaction, Tree tree, String submissionKey) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO trees (id, request, submission_key, submitted_by, workspace, ceiling, budget,
                                           approval_seconds, step_mode, started_at)
                        VALUES (:id, :request, :key, :by, :workspace, :ceiling, :budget, :approval, :stepMode, :now)
                        """)
                .bind("id", tree.id())
                .bind("request", tree.request())
                .bind("key", submissionKey.isEmpty() ? null : submissionKey)
                .bind("by", tree.submittedBy())
                .bind("workspace", tree.workspace())
                .bind("ceiling", Json.write(tree.ceiling()))
                .bind("budget", Json.write(tree.budget()))
                .bind("approval", tree.approvalTimeout().toSeconds())
                .bind("stepMode", tree.stepMode() ? 1 : 0)
                .bind("now", clock.millis())
                .execute();
    }

    /** @throws WritException with {@code not_found} */
    public Tree get(String id) {
        return database.read(handle -> get(handle, id));
    }

    /** As {@link #get(String)}, as seen by an open transaction. */
    public Tree get(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM trees WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND, "There is no request " + id + ".", "List them with `writ task ls`."));
    }

    /** Id of the tree that was submitted with this key. */
    public Optional<String> bySubmissionKey(Handle handle, String key) {
        return handle.createQuery("SELECT id FROM trees WHERE submission_key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne();
    }

    public void finish(Transaction transaction, String id) {
        transaction
                .handle()
                .createUpdate("UPDATE trees SET finished_at = :now WHERE id = :id AND finished_at IS NULL")
                .bind("now", clock.millis())
                .bind("id", id)
                .execute();
    }

    public void setStepMode(Transaction transaction, String id, boolean on) {
        transaction
                .handle()
                .createUpdate("UPDATE trees SET step_mode = :on WHERE id = :id")
                .bind("on", on ? 1 : 0)
                .bind("id", id)
                .execute();
    }

    private static Tree read(ResultSet row) throws SQLException {
        long finishedAt = row.getLong("finished_at");
        boolean finished = !row.wasNull();
        return new Tree(
                row.getString("id"),
                row.getString("request"),
                row.getString("submitted_by"),
                row.getString("workspace"),
                Json.parseObject(row.getString("ceiling")),
                Json.parse(row.getString("budget"), Budget.class),
                Duration.ofSeconds(row.getLong("approval_seconds")),
                row.getInt("step_mode") != 0,
                new Tree.Spent(
                        row.getLong("model_calls"),
                        row.getLong("tokens"),
                        row.getLong("cost_micros"),
                        row.getLong("subtasks")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                finished ? Optional.of(Instant.ofEpochMilli(finishedAt)) : Optional.empty());
    }
}
