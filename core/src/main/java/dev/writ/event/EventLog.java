package dev.writ.event;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The append-only log of everything that happened. Safe for use by many threads. */
public final class EventLog {
    private static final int SALT_LENGTH = 16;

    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;
    private final RandomGenerator random;
    private final EventFeed feed;
    private final boolean covered;
    private volatile Optional<Keeper> keeper = Optional.empty();

    public EventLog(Database database, InstantSource clock, IdSource ids) {
        this(database, clock, ids, new SecureRandom());
    }

    /** @param random makes the salts: whoever could foretell them could guess what was taken out of an event */
    public EventLog(Database database, InstantSource clock, IdSource ids, RandomGenerator random) {
        this(database, clock, ids, random, true);
    }

    private EventLog(Database database, InstantSource clock, IdSource ids, RandomGenerator random, boolean covered) {
        this.covered = covered;
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.random = random;
        this.feed = new EventFeed(this);
    }

    /** A log whose events tell of no rows and have no salt, to measure what that costs; such a log cannot be verified. */
    public static EventLog bare(Database database, InstantSource clock, IdSource ids) {
        return new EventLog(database, clock, ids, new SecureRandom(), false);
    }

    /** Who keeps the audit tree. Called on the thread that writes: it must not wait. */
    public interface Keeper {
        /** The seal of an event, which goes into its leaf; empty where events have none. */
        Optional<byte[]> seal(CanonicalText unsealed);

        /** An event is durable now; told in the order of the numbers. */
        void appended(long seq, byte[] leaf);
    }

    /** From now on the keeper seals each event that is appended here, and is told of it. */
    public void keptBy(Keeper next) {
        keeper = Optional.of(next);
    }

    /**
     * Appends as part of a transaction; the live feed shows the event once it is durable. Returns the event's id.
     *
     * @param rows what the transaction changed by now in tables of which every change has to be told
     */
    public String append(Transaction transaction, NewEvent event, AuditedRow... rows) {
        return append(transaction, event, List.of(rows));
    }

    /** As {@link #append(Transaction, NewEvent, AuditedRow...)}. */
    public String append(Transaction transaction, NewEvent event, List<AuditedRow> rows) {
        String id = ids.next("event");
        long at = clock.millis();
        long micros = event.duration().toNanos() / 1_000;
        String data = Json.write(event.data());
        byte[] salt = new byte[covered ? SALT_LENGTH : 0];
        random.nextBytes(salt);
        String told = AuditedRow.told(transaction, covered ? rows : List.of(), salt);
        Optional<CanonicalText> form =
                keeper.map(known -> EventLeaf.unsealed(id, at, event, micros, EventLeaf.dataHash(salt, data), told));
        byte @Nullable [] seal =
                keeper.flatMap(known -> form.flatMap(known::seal)).orElse(null);
        long seq = transaction
                .first(
                        """
                        INSERT INTO events (id, at, type, kind, entity, tree, task, actor, caused_by, outcome,
                                            duration_micros, data, salt, rows, seal)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        RETURNING seq
                        """,
                        row -> row.getLong(1),
                        id,
                        at,
                        event.type(),
                        event.kind(),
                        event.entity(),
                        event.tree(),
                        event.task(),
                        event.actor(),
                        event.causedBy(),
                        event.outcome(),
                        micros,
                        data,
                        salt,
                        told,
                        seal)
                .orElseThrow();
        form.ifPresent(unsealed -> {
            byte[] leaf = EventLeaf.hash(unsealed.with(EventLeaf.SEAL, seal).json());
            keeper.ifPresent(known -> transaction.afterCommit(() -> known.appended(seq, leaf)));
        });
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
