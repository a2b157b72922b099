package dev.writ.event;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.List;

/** The append-only log of everything that happened. Safe for use by many threads. */
public final class EventLog {
    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;
    private final EventFeed feed;

    public EventLog(Database database, InstantSource clock, IdSource ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.feed = new EventFeed(this);
    }

    /** Appends as part of a transaction; the live feed shows the event once it is durable. Returns the event's id. */
    public String append(Transaction transaction, NewEvent event) {
        String id = ids.next("event");
        transaction.execute(
                """
                INSERT INTO events (id, at, type, kind, entity, tree, task, actor, caused_by, outcome,
                                    duration_micros, data)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                clock.millis(),
                event.type(),
                event.kind(),
                event.entity(),
                event.tree(),
                event.task(),
                event.actor(),
                event.causedBy(),
                event.outcome(),
                event.duration().toNanos() / 1_000,
                Json.write(event.data()));
        transaction.afterCommit(() -> feed.appended(event));
        return id;
    }

    /** Events that match, oldest first unless the filter says otherwise. */
    public List<Event> find(EventFilter filter) {
        return database.read(handle -> EventQuery.of(filter).run(handle));
    }

    /** Number of the newest event; 0 for an empty log. */
    public long lastSeq() {
        return database.read(handle -> handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one());
    }

    public EventFeed feed() {
        return feed;
    }
}
