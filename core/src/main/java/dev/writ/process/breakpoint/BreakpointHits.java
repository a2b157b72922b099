package dev.writ.process.breakpoint;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Message;
import dev.writ.tool.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The calls that were held at breakpoints. Each change has its event. Safe for use by many threads. */
public final class BreakpointHits {
    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    public BreakpointHits(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Whether this very call was held before; that its task runs again says that a person let it. */
    public boolean has(Handle handle, String task, String call) {
        return handle.createQuery("SELECT COUNT(*) FROM breakpoint_hits WHERE task = :task AND call = :call")
                        .bind("task", task)
                        .bind("call", call)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /**
     * Whether a person let a call with this function and these arguments go on that was not made since; it counts as made
     * then. For agents that make a call that was held again, under another id.
     */
    public boolean use(Transaction transaction, String task, Message.Call call) {
        return transaction
                        .handle()
                        .createUpdate("""
                        UPDATE breakpoint_hits SET used_at = :now WHERE task = :task AND call = (
                            SELECT call FROM breakpoint_hits
                            WHERE task = :task AND function = :function AND arguments_hash = :hash
                              AND passed_at IS NOT NULL AND used_at IS NULL
                            ORDER BY at, call LIMIT 1)
                        """)
                        .bind("now", clock.millis())
                        .bind("task", task)
                        .bind("function", call.function())
                        .bind("hash", hash(call))
                        .execute()
                == 1;
    }

    /** Records that a call is held. */
    public void record(Transaction transaction, Breakpoint breakpoint, String task, Message.Call call) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO breakpoint_hits (task, call, tree, breakpoint, function, arguments, arguments_hash, at)
                        VALUES (:task, :call, :tree, :breakpoint, :function, :arguments, :hash, :now)
                        """)
                .bind("task", task)
                .bind("call", call.id())
                .bind("tree", breakpoint.tree())
                .bind("breakpoint", breakpoint.id())
                .bind("function", call.function())
                .bind("arguments", Redacted.of(Json.write(call.arguments())).text())
                .bind("hash", hash(call))
                .bind("now", clock.millis())
                .execute();
        events.append(
                transaction,
                NewEvent.of("breakpoint.hit", "breakpoint", breakpoint.id())
                        .in(breakpoint.tree(), task)
                        .with("before", breakpoint.target().text())
                        .with("function", call.function())
                        .with("call", call.id()));
    }

    /** Records that a person lets the calls of a task go on that are held. */
    public void pass(Transaction transaction, String task, String actor) {
        transaction
                .handle()
                .createUpdate("""
                        UPDATE breakpoint_hits SET passed_at = :now, passed_by = :by
                        WHERE task = :task AND passed_at IS NULL
                        """)
                .bind("now", clock.millis())
                .bind("by", actor)
                .bind("task", task)
                .execute();
    }

    /** The calls of a tree that were held, newest first, at most so many. */
    public List<BreakpointHit> of(String tree, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT h.*, b.target FROM breakpoint_hits h JOIN breakpoints b ON b.id = h.breakpoint
                        WHERE h.tree = :tree ORDER BY h.at DESC, h.call DESC LIMIT :limit
                        """)
                .bind("tree", tree)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    private static BreakpointHit read(ResultSet row) throws SQLException {
        long passed = row.getLong("passed_at");
        Optional<Instant> passedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(passed));
        return new BreakpointHit(
                row.getString("breakpoint"),
                row.getString("target"),
                row.getString("task"),
                row.getString("call"),
                row.getString("function"),
                row.getString("arguments"),
                Instant.ofEpochMilli(row.getLong("at")),
                passedAt,
                row.getString("passed_by"));
    }

    private static String hash(Message.Call call) {
        return Sha256.of(Json.canonical(call.arguments()));
    }
}
