package dev.writ.insight.activity;

import dev.writ.insight.Period;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How many events each hour has, and their numbers: kept as the log grows, so that no question about a long time has to count
 * them anew. The place up to which the log was read moves with what was read, as that of {@link Rollups}. Safe for use by many
 * threads.
 */
public final class EventHours {
    private static final String READER = "event_hours";
    private static final long AN_HOUR = Duration.ofHours(1).toMillis();
    /** Numbers of events looked at in one go. */
    private static final int AT_ONCE = 50_000;

    private static final String COUNT =
            "SELECT COALESCE(MIN(seq), 1) AS first, COALESCE(MAX(seq), 0) AS last, COUNT(*) AS events FROM events ";

    private final Database database;

    public EventHours(Database database) {
        this.database = database;
    }

    /**
     * The numbers of some events.
     *
     * @param first the least; 1 where there are none
     * @param last the largest; 0 where there are none
     * @param events how many there are
     */
    public record Numbers(long first, long last, long events) {
        private static Numbers read(ResultSet row) throws SQLException {
            return new Numbers(row.getLong("first"), row.getLong("last"), row.getLong("events"));
        }

        private Numbers and(Numbers other) {
            return events == 0
                    ? other
                    : other.events == 0
                            ? this
                            : new Numbers(
                                    Math.min(first, other.first), Math.max(last, other.last), events + other.events);
        }
    }

    private record Hour(long at, Numbers numbers) {}

    /** Reads on, at most so many times; returns how many events were not read yet. */
    public long advance(int most) {
        for (int i = 0; i < most; i++) {
            long after = database.read(EventHours::position);
            long until = Math.min(database.read(EventHours::end), after + AT_ONCE);
            if (until <= after) {
                return 0;
            }
            List<Hour> hours = database.read(handle -> hours(handle, after, until));
            database.writeOnly(transaction -> add(transaction, after, until, hours));
        }
        return database.read(handle -> Math.max(0, end(handle) - position(handle)));
    }

    private static List<Hour> hours(Handle handle, long after, long until) {
        return handle.createQuery("""
                        SELECT at / :hour * :hour AS started, MIN(seq) AS first, MAX(seq) AS last, COUNT(*) AS events
                        FROM events WHERE seq > :after AND seq <= :until GROUP BY started
                        """)
                .bind("hour", AN_HOUR)
                .bind("after", after)
                .bind("until", until)
                .map((row, context) -> new Hour(row.getLong("started"), Numbers.read(row)))
                .list();
    }

    /** Of two that read the same, one moves the place, and the other's work is thrown away. */
    private static void add(Transaction transaction, long after, long until, List<Hour> hours) {
        transaction.execute(
                "INSERT INTO log_positions (reader, seq) VALUES (?, 0) ON CONFLICT (reader) DO NOTHING", READER);
        int moved = transaction.execute(
                "UPDATE log_positions SET seq = ? WHERE reader = ? AND seq = ?", until, READER, after);
        if (moved == 0) {
            return;
        }
        hours.forEach(hour -> transaction.execute(
                """
                INSERT INTO event_hours (hour, first_seq, last_seq, events) VALUES (?, ?, ?, ?)
                ON CONFLICT (hour) DO UPDATE SET last_seq = excluded.last_seq,
                    events = event_hours.events + excluded.events
                """,
                hour.at(),
                hour.numbers().first(),
                hour.numbers().last(),
                hour.numbers().events()));
    }

    /** The events of a period: from what is kept where it is of whole hours, and by counting what was not read yet. */
    public static Numbers of(Handle handle, Period period) {
        Numbers kept = numbers(handle.createQuery("""
                        SELECT COALESCE(MIN(first_seq), 1) AS first, COALESCE(MAX(last_seq), 0) AS last,
                               COALESCE(SUM(events), 0) AS events
                        FROM event_hours WHERE hour >= :from AND hour < :until
                        """), period);
        // What was taken out of the log since is not there to be counted.
        boolean isWhole = isHour(period.from().toEpochMilli())
                && isHour(period.until().toEpochMilli())
                && (kept.events() == 0 || beginning(handle) <= kept.first());
        return isWhole ? kept.and(unread(handle, period)) : counted(handle, period);
    }

    private static boolean isHour(long at) {
        return at % AN_HOUR == 0;
    }

    /** Those at the end of the log; with its sign, the time cannot lead the planner away from the numbers. */
    private static Numbers unread(Handle handle, Period period) {
        return numbers(
                handle.createQuery(COUNT + "WHERE seq > :after AND +at >= :from AND +at < :until")
                        .bind("after", position(handle)),
                period);
    }

    private static Numbers counted(Handle handle, Period period) {
        return numbers(handle.createQuery(COUNT + "WHERE at >= :from AND at < :until"), period);
    }

    private static Numbers numbers(Query query, Period period) {
        return query.bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> Numbers.read(row))
                .one();
    }

    private static long beginning(Handle handle) {
        return number(handle, "SELECT COALESCE(MIN(seq), 1) FROM events");
    }

    private static long end(Handle handle) {
        return number(handle, "SELECT COALESCE(MAX(seq), 0) FROM events");
    }

    private static long position(Handle handle) {
        return number(handle, "SELECT COALESCE(MAX(seq), 0) FROM log_positions WHERE reader = '" + READER + "'");
    }

    private static long number(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Long.class).one();
    }
}
