package dev.writ.insight.activity;

import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Keeps {@code activity} up to date with the event log. The place up to which the log was read is written in the
 * transaction that adds what was read, and only by who read from that place: every event counts once, whatever breaks off
 * in between and however many read. Safe for use by many threads.
 */
public final class Rollups {
    private static final String READER = "activity";
    /** Numbers of events looked at in one go, so that no transaction keeps others waiting for long. */
    private static final int AT_ONCE = 4_000;

    private static final List<String> TYPES = Stream.of(Stage.values())
            .flatMap(stage -> stage.eventTypes().stream())
            .distinct()
            .toList();

    private final Database database;

    public Rollups(Database database) {
        this.database = database;
    }

    /** How far the log was read, and how far it goes. */
    public record Standing(long seq, long end) {
        public long behind() {
            return Math.max(0, end - seq);
        }
    }

    private record Batch(long after, long until, Map<Counting.Slot, Tally> sums) {}

    public Standing standing() {
        return database.read(handle -> new Standing(position(handle), end(handle)));
    }

    /** Reads on to the end of the log, a few thousand events a transaction, at most so many times. */
    public Standing advance(int most) {
        for (int i = 0; i < most; i++) {
            Batch batch = database.read(Rollups::next);
            if (batch.until() == batch.after()) {
                break;
            }
            apply(batch);
        }
        return standing();
    }

    private static Batch next(Handle handle) {
        long after = position(handle);
        long until = Math.min(end(handle), after + AT_ONCE);
        if (until <= after) {
            return new Batch(after, after, Map.of());
        }
        Counting counting = new Counting(handle);
        // Joined to nothing, the type cannot lead the planner away from the range of numbers.
        List<Observed> events = handle.createQuery("""
                        SELECT seq, at, type, entity, task, actor, outcome, duration_micros, data FROM events
                        WHERE seq > :after AND seq <= :until AND type || '' IN (<types>) AND
                        """ + TreeVersions.notRunAgain("events.tree") + """
                        ORDER BY seq
                        """)
                .bind("after", after)
                .bind("until", until)
                .bindList("types", TYPES)
                .map((row, context) -> Observed.read(row))
                .list();
        events.forEach(counting::count);
        Map<Counting.Slot, Tally> sums = withCoarser(counting.tallies());
        ActivityTable.addStored(handle, sums);
        return new Batch(after, until, sums);
    }

    /** Adds the sums by day, and those of all agents together. */
    private static Map<Counting.Slot, Tally> withCoarser(Map<Counting.Slot, Tally> hours) {
        Map<Counting.Slot, Tally> all = new HashMap<>(hours);
        hours.forEach((slot, tally) -> {
            long day = Grain.DAY.start(Instant.ofEpochMilli(slot.at())).toEpochMilli();
            Activity anyAgent = slot.activity().ofAnyAgent();
            for (Counting.Slot coarser : List.of(
                    new Counting.Slot(Grain.DAY, day, slot.activity()),
                    new Counting.Slot(Grain.HOUR, slot.at(), anyAgent),
                    new Counting.Slot(Grain.DAY, day, anyAgent))) {
                all.computeIfAbsent(coarser, key -> new Tally()).add(tally);
            }
        });
        return all;
    }

    /** What was read stands as long as the place has not moved: nobody changes the sums without moving it. */
    private void apply(Batch batch) {
        database.writeOnly(transaction -> {
            transaction.execute(
                    "INSERT INTO log_positions (reader, seq) VALUES (?, 0) ON CONFLICT (reader) DO NOTHING", READER);
            int moved = transaction.execute(
                    "UPDATE log_positions SET seq = ? WHERE reader = ? AND seq = ?",
                    batch.until(),
                    READER,
                    batch.after());
            if (moved == 1) {
                batch.sums().forEach((slot, sum) -> ActivityTable.put(transaction, slot, sum));
            }
        });
    }

    private static long position(Handle handle) {
        return handle.createQuery("SELECT seq FROM log_positions WHERE reader = :reader")
                .bind("reader", READER)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static long end(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one();
    }
}
