package dev.writ.insight;

import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Counts events towards reviews. The count, the place in the event log and the time of the last review are stored, so an
 * event counts once and a review is due once, whatever happens in between. Safe for use by many threads.
 */
public final class ReviewCounters {
    /**
     * A counter as it stands.
     *
     * @param lastSeq number of the last event looked at
     */
    public record Standing(ReviewCounter counter, long count, Instant lastReviewAt, long lastSeq) {}

    private final Database database;
    private final InstantSource clock;

    public ReviewCounters(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds the counter, which counts from now on; one that is there already keeps its count and takes the new limits. */
    public void register(ReviewCounter counter) {
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("""
                        INSERT INTO review_counters
                            (name, kind, entity, event_type, threshold, period_seconds, last_review_at, last_seq)
                        SELECT :name, :kind, :entity, :eventType, :threshold, :period, :now, COALESCE(MAX(seq), 0)
                        FROM events WHERE 1 = 1
                        ON CONFLICT (name) DO UPDATE SET
                            kind = excluded.kind, entity = excluded.entity, event_type = excluded.event_type,
                            threshold = excluded.threshold, period_seconds = excluded.period_seconds
                        """)
                .bind("name", counter.name())
                .bind("kind", counter.kind())
                .bind("entity", counter.entity())
                .bind("eventType", counter.eventType())
                .bind("threshold", counter.threshold())
                .bind("period", counter.period().toSeconds())
                .bind("now", clock.millis())
                .execute());
    }

    /** Removes the counter; no effect where there is none of this name. */
    public void remove(String name) {
        database.writeOnly(transaction -> transaction
                .handle()
                .createUpdate("DELETE FROM review_counters WHERE name = :name")
                .bind("name", name)
                .execute());
    }

    /** All counters by name. */
    public List<Standing> list() {
        return database.read(ReviewCounters::all);
    }

    /** Counts what is new, and gives the reviews that are due now; their counters start again from zero. */
    public List<DueReview> advance() {
        return database.write(this::advance);
    }

    /**
     * As {@link #advance()}, as part of a transaction that also starts the reviews, so that neither happens without the
     * other.
     */
    public List<DueReview> advance(Transaction transaction) {
        Handle handle = transaction.handle();
        Instant now = clock.instant();
        List<DueReview> due = new ArrayList<>();
        for (Standing standing : all(handle)) {
            NewEvents events = NewEvents.after(handle, standing);
            long count = standing.count() + events.count();
            Set<DueReview.Cause> causes = causes(standing, count, now);
            if (causes.isEmpty()) {
                store(handle, standing, count, standing.lastReviewAt(), events.lastSeq());
            } else {
                store(handle, standing, 0, now, events.lastSeq());
                due.add(new DueReview(standing.counter(), causes, count, standing.lastReviewAt()));
            }
        }
        return due;
    }

    private static Set<DueReview.Cause> causes(Standing standing, long count, Instant now) {
        ReviewCounter counter = standing.counter();
        Set<DueReview.Cause> causes = EnumSet.noneOf(DueReview.Cause.class);
        if (counter.threshold() > 0 && count >= counter.threshold()) {
            causes.add(DueReview.Cause.THRESHOLD);
        }
        boolean something = count > 0 || counter.eventType().isEmpty();
        if (!counter.period().isZero()
                && something
                && !now.isBefore(standing.lastReviewAt().plus(counter.period()))) {
            causes.add(DueReview.Cause.PERIOD);
        }
        return causes;
    }

    private static void store(Handle handle, Standing standing, long count, Instant lastReviewAt, long lastSeq) {
        if (count == standing.count()
                && lastSeq == standing.lastSeq()
                && lastReviewAt.equals(standing.lastReviewAt())) {
            return;
        }
        handle.createUpdate("""
                        UPDATE review_counters SET count = :count, last_review_at = :at, last_seq = :seq
                        WHERE name = :name
                        """)
                .bind("count", count)
                .bind("at", lastReviewAt.toEpochMilli())
                .bind("seq", lastSeq)
                .bind("name", standing.counter().name())
                .execute();
    }

    /** The counter of this name, if there is one. */
    public Optional<Standing> find(String name) {
        return list().stream()
                .filter(standing -> standing.counter().name().equals(name))
                .findFirst();
    }

    private static List<Standing> all(Handle handle) {
        return handle.createQuery("SELECT * FROM review_counters ORDER BY name")
                .map((row, context) -> read(row))
                .list();
    }

    private static Standing read(ResultSet row) throws SQLException {
        return new Standing(
                new ReviewCounter(
                        row.getString("name"),
                        row.getString("kind"),
                        row.getString("entity"),
                        row.getString("event_type"),
                        row.getLong("threshold"),
                        Duration.ofSeconds(row.getLong("period_seconds"))),
                row.getLong("count"),
                Instant.ofEpochMilli(row.getLong("last_review_at")),
                row.getLong("last_seq"));
    }
}
