package dev.writ.insight.activity;

import dev.writ.insight.Period;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The SQL of table {@code activity}. */
final class ActivityTable {
    private ActivityTable() {}

    /** Writes the row over what is there. */
    static void put(Transaction transaction, Counting.Slot slot, Tally sum) {
        Activity activity = slot.activity();
        transaction.execute(
                """
                INSERT INTO activity (stage, grain, at, agent, subject, detail, succeeded, failed, denied, bytes, tokens,
                                      cost_micros, total_nanos, durations, first_seq, last_seq)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stage, grain, at, agent, subject, detail) DO UPDATE SET
                    succeeded = excluded.succeeded, failed = excluded.failed, denied = excluded.denied,
                    bytes = excluded.bytes, tokens = excluded.tokens, cost_micros = excluded.cost_micros,
                    total_nanos = excluded.total_nanos, durations = excluded.durations,
                    first_seq = excluded.first_seq, last_seq = excluded.last_seq
                """,
                activity.stage().id(),
                slot.grain().id(),
                slot.at(),
                activity.agent(),
                activity.subject(),
                activity.detail(),
                sum.succeeded,
                sum.failed,
                sum.denied,
                sum.bytes,
                sum.tokens,
                sum.costMicros,
                sum.totalNanos,
                sum.durations().toBytes(),
                sum.firstSeq,
                sum.lastSeq);
    }

    /** Adds to the tallies what the table has in their slots. */
    static void addStored(Handle handle, Map<Counting.Slot, Tally> tallies) {
        tallies.keySet().stream()
                .map(slot -> new Stretch(slot.activity().stage(), slot.grain(), slot.at()))
                .distinct()
                .toList()
                .forEach(stretch -> {
                    Consumer<Row> add = row -> {
                        Tally tally = tallies.get(new Counting.Slot(stretch.grain(), stretch.at(), row.activity()));
                        if (tally != null) {
                            tally.add(row);
                        }
                    };
                    stretch.part().forEach(handle, stretch.stage(), "", add);
                    stretch.part().forEach(handle, stretch.stage(), Activity.ANY_AGENT, add);
                });
    }

    private record Stretch(Stage stage, Grain grain, long at) {
        Part part() {
            return new Part(grain, Instant.ofEpochMilli(at), Instant.ofEpochMilli(at + 1));
        }
    }

    /**
     * Hands over the rows of a stage that together make up the period, which is widened to whole hours.
     *
     * @param coarsest {@code DAY} where rows of whole days will do
     * @param agent one agent, all together ({@link Activity#ANY_AGENT}), or empty for each by itself
     */
    static void forEach(
            Handle handle, Stage stage, Period period, Grain coarsest, String agent, Consumer<Row> consumer) {
        parts(period, coarsest).forEach(part -> part.forEach(handle, stage, agent, consumer));
    }

    /** The counts of a stage over the period, which is widened to whole hours, of each agent by itself. */
    static Map<Activity, Counts> counts(Handle handle, Stage stage, Period period) {
        Map<Activity, Counts> counts = new HashMap<>();
        parts(period, Grain.DAY).forEach(part -> part.count(handle, stage, counts));
        return counts;
    }

    /**
     * A row as it is stored.
     *
     * @param at begin of the hour or day that it sums up
     * @param durations see {@link Durations#toBytes}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and copied a hundred thousand times for one answer
    record Row(
            Activity activity,
            Instant at,
            long succeeded,
            long failed,
            long denied,
            long bytes,
            long tokens,
            long costMicros,
            long totalNanos,
            byte[] durations,
            long firstSeq,
            long lastSeq) {
        static Row read(Stage stage, ResultSet row) throws SQLException {
            return new Row(
                    new Activity(stage, row.getString(1), row.getString(2), row.getString(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    row.getLong(10),
                    row.getLong(11),
                    row.getBytes(12),
                    row.getLong(13),
                    row.getLong(14));
        }
    }

    private record Part(Grain grain, Instant from, Instant until) {
        void forEach(Handle handle, Stage stage, String agent, Consumer<Row> consumer) {
            try (Stream<Row> rows = handle
                    .createQuery("""
                            SELECT agent, subject, detail, at, succeeded, failed, denied, bytes, tokens, cost_micros,
                                   total_nanos, durations, first_seq, last_seq
                            FROM activity
                            WHERE stage = :stage AND grain = :grain AND at >= :from AND at < :until
                              AND (agent = :agent OR (:agent = '' AND agent <> '*'))
                            """)
                    .bind("agent", agent)
                    .bind("stage", stage.id())
                    .bind("grain", grain.id())
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .map((row, context) -> Row.read(stage, row))
                    .stream()) {
                rows.forEach(consumer);
            }
        }

        void count(Handle handle, Stage stage, Map<Activity, Counts> counts) {
            handle.createQuery("""
                            SELECT agent, subject, detail, SUM(succeeded), SUM(failed), SUM(denied)
                            FROM activity
                            WHERE stage = :stage AND grain = :grain AND at >= :from AND at < :until AND agent <> '*'
                            GROUP BY agent, subject, detail
                            """)
                    .bind("stage", stage.id())
                    .bind("grain", grain.id())
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .map((row, context) -> counts.merge(
                            new Activity(stage, row.getString(1), row.getString(2), row.getString(3)),
                            new Counts(row.getLong(4), row.getLong(5), row.getLong(6)),
                            Counts::and))
                    .list();
        }
    }

    /** Whole days by the day, what is left at both ends by the hour; in order of time. */
    private static List<Part> parts(Period period, Grain coarsest) {
        Instant from = Grain.HOUR.start(period.from());
        Instant until = Grain.HOUR.startAfter(period.until());
        Instant firstDay = Grain.DAY.startAfter(from);
        Instant lastDay = Grain.DAY.start(until);
        if (coarsest == Grain.HOUR || !firstDay.isBefore(lastDay)) {
            return List.of(new Part(Grain.HOUR, from, until));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(Grain.HOUR, from, firstDay));
        parts.add(new Part(Grain.DAY, firstDay, lastDay));
        parts.add(new Part(Grain.HOUR, lastDay, until));
        return parts;
    }
}
