package dev.writ.process.breakpoint;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.tool.ToolRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The stored breakpoints of trees. Each change has its event. Safe for use by many threads. */
public final class Breakpoints {
    private static final int MOST = 50;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final ToolRegistry registry;

    public Breakpoints(Database database, EventLog events, InstantSource clock, IdSource ids, ToolRegistry registry) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.registry = registry;
    }

    /**
     * Sets a breakpoint; the same one again is the one that is there.
     *
     * @throws WritException with {@code limit_reached} where the tree has as many as it may
     */
    public Breakpoint set(Transaction transaction, String tree, BreakpointTarget target, String actor) {
        List<Breakpoint> there = of(transaction.handle(), tree);
        Optional<Breakpoint> same =
                there.stream().filter(one -> one.target().equals(target)).findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        if (there.size() >= MOST) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "The request has " + MOST + " breakpoints already.",
                    "Remove one, or use level:minimal to hold before every call.");
        }
        Breakpoint made = new Breakpoint(ids.next("break"), tree, target, actor, clock.instant());
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO breakpoints (id, tree, target, created_by, created_at)
                        VALUES (:id, :tree, :target, :by, :now)
                        """)
                .bind("id", made.id())
                .bind("tree", tree)
                .bind("target", target.text())
                .bind("by", actor)
                .bind("now", made.createdAt().toEpochMilli())
                .execute();
        events.append(transaction, about("breakpoint.set", made.id(), tree, tree, target, actor));
        return made;
    }

    /**
     * Takes a breakpoint away; a task that is held at it stays held.
     *
     * @throws WritException with {@code not_found} where the tree has none of this id
     */
    public void remove(String tree, String id, String actor) {
        database.writeOnly(transaction -> {
            Breakpoint found = of(transaction.handle(), tree).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new WritException(
                            FailureCode.NOT_FOUND,
                            "The request has no such breakpoint.",
                            "List them with `writ task break " + tree + "`."));
            transaction
                    .handle()
                    .createUpdate("UPDATE breakpoints SET removed_at = :now WHERE id = :id")
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            events.append(transaction, about("breakpoint.removed", id, tree, tree, found.target(), actor));
        });
    }

    /** Those of a tree that are in force, oldest first. */
    public List<Breakpoint> of(String tree) {
        return database.read(handle -> of(handle, tree));
    }

    private static List<Breakpoint> of(Handle handle, String tree) {
        return handle.createQuery(
                        "SELECT * FROM breakpoints WHERE tree = :tree AND removed_at IS NULL ORDER BY created_at, id")
                .bind("tree", tree)
                .map((row, context) -> new Breakpoint(
                        row.getString("id"),
                        row.getString("tree"),
                        BreakpointTarget.stored(row.getString("target")),
                        row.getString("created_by"),
                        Instant.ofEpochMilli(row.getLong("created_at"))))
                .list();
    }

    /** The breakpoint at which a call of the function is held, if there is one. */
    public Optional<Breakpoint> before(String tree, String function) {
        return of(tree).stream()
                .filter(one -> one.target().holds(function, registry))
                .findFirst();
    }

    private static NewEvent about(
            String type, String id, String tree, String task, BreakpointTarget target, String actor) {
        return NewEvent.of(type, "breakpoint", id).in(tree, task).by(actor).with("before", target.text());
    }
}
