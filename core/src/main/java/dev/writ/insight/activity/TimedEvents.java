package dev.writ.insight.activity;

import dev.writ.entity.TreeVersions;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The very events behind a number. The hours in which there are any, and the numbers of the first and the last one, come
 * from the roll-ups, so that what is rare is found as fast as what is frequent. Safe for use by many threads.
 */
public final class TimedEvents {
    /** Empty texts match everything. */
    public record Wanted(
            Stage stage, String agent, String subject, String detail, String outcome, long leastNanos, Period period) {
        boolean matches(Activity activity) {
            return activity.stage() == stage
                    && matches(agent, activity.agent())
                    && matches(subject, activity.subject())
                    && matches(detail, activity.detail());
        }

        private static boolean matches(String wanted, String found) {
            return wanted.isEmpty() || wanted.equals(found);
        }
    }

    private record Hour(Instant at, long first, long last) {
        static Hour read(ResultSet row) throws SQLException {
            return new Hour(Instant.ofEpochMilli(row.getLong("at")), row.getLong("first_seq"), row.getLong("last_seq"));
        }

        Hour and(Hour other) {
            return new Hour(at, Math.min(first, other.first), Math.max(last, other.last));
        }

        /** The part of the period that lies in this hour, as far as it does. */
        long from(Period period) {
            return Math.max(at.toEpochMilli(), period.from().toEpochMilli());
        }

        long until(Period period) {
            return Math.min(at.toEpochMilli() + 3_600_000, period.until().toEpochMilli());
        }
    }

    /** Whose detail is the operation that the event names; of others nothing can be told before they are counted. */
    private static final Set<Stage> OF_OPERATIONS = EnumSet.of(Stage.TOOL, Stage.WAITING, Stage.PERMISSION_CHECK);

    private static final Set<Stage> OF_EVENT_TIME = EnumSet.of(Stage.TOOL, Stage.WAITING, Stage.MODEL);

    private final Database database;

    public TimedEvents(Database database) {
        this.database = database;
    }

    /** Those that match, the newest hour first and within it the newest. */
    public List<TimedEvent> find(Wanted wanted, int limit) {
        return database.read(handle -> {
            List<TimedEvent> found = new ArrayList<>();
            try (Stream<Hour> parts = hours(handle, wanted)) {
                Iterator<Hour> next = parts.iterator();
                Optional<Hour> hour = next.hasNext() ? Optional.of(next.next()) : Optional.empty();
                // Only as many hours are looked up as it takes.
                while (hour.isPresent() && found.size() < limit) {
                    Hour whole = hour.get();
                    hour = Optional.empty();
                    while (next.hasNext() && hour.isEmpty()) {
                        Hour part = next.next();
                        if (part.at().equals(whole.at())) {
                            whole = whole.and(part);
                        } else {
                            hour = Optional.of(part);
                        }
                    }
                    found.addAll(in(handle, whole, wanted));
                }
            }
            return found.size() > limit ? found.subList(0, limit) : found;
        });
    }

    /** The hours in which something is, each perhaps in several parts one after the other. */
    private static Stream<Hour> hours(Handle handle, Wanted wanted) {
        return handle
                .createQuery("""
                        SELECT at, first_seq, last_seq, durations FROM activity
                        WHERE stage = :stage AND grain = 'hour' AND at >= :from AND at < :until
                          AND (agent = :agent OR (:agent = '' AND agent = '*'))
                          AND (:subject = '' OR subject = :subject) AND (:detail = '' OR detail = :detail)
                          AND total_nanos >= :nanos
                        ORDER BY at DESC
                        """)
                .bind("stage", wanted.stage().id())
                .bind("from", Grain.HOUR.start(wanted.period().from()).toEpochMilli())
                .bind("until", wanted.period().until().toEpochMilli())
                .bind("agent", wanted.agent())
                .bind("subject", wanted.subject())
                .bind("detail", wanted.detail())
                .bind("nanos", wanted.leastNanos())
                .map((row, context) -> wanted.leastNanos() == 0
                                || Durations.of(row.getBytes("durations")).longest() >= wanted.leastNanos()
                        ? Optional.of(Hour.read(row))
                        : Optional.<Hour>empty())
                .stream()
                .flatMap(Optional::stream);
    }

    private static List<TimedEvent> in(Handle handle, Hour hour, Wanted wanted) {
        Query query = handle.createQuery("""
                        SELECT seq, at, type, entity, task, actor, outcome, duration_micros, data FROM events
                        WHERE seq >= :first AND seq <= :last AND type IN (<types>) AND at >= :from AND at < :until
                          AND (:agent = '' OR actor = :agent OR type NOT LIKE 'tool.%')
                          AND (:operation = '' OR data LIKE :operation) AND duration_micros >= :micros AND
                        """ + TreeVersions.notRunAgain("events.tree") + """
                        ORDER BY seq DESC
                        """)
                .bind("first", hour.first())
                .bind("last", hour.last())
                .bindList("types", wanted.stage().eventTypes())
                .bind("from", hour.from(wanted.period()))
                .bind("until", hour.until(wanted.period()))
                .bind("agent", wanted.agent().isEmpty() ? "" : "agent:" + wanted.agent())
                .bind("operation", OF_OPERATIONS.contains(wanted.stage()) ? like(wanted.detail()) : "")
                .bind("micros", OF_EVENT_TIME.contains(wanted.stage()) ? wanted.leastNanos() / 1_000 : 0);
        List<TimedEvent> found = new ArrayList<>();
        for (Observed event : query.map((row, context) -> Observed.read(row)).list()) {
            Counting counting = new Counting(handle);
            counting.count(event);
            counting.tallies().forEach((slot, tally) -> {
                String outcome = outcome(tally);
                if (wanted.matches(slot.activity())
                        && tally.totalNanos() >= wanted.leastNanos()
                        && Wanted.matches(wanted.outcome(), outcome)) {
                    found.add(timed(event, slot.activity(), outcome, tally.totalNanos()));
                }
            });
        }
        return found;
    }

    /** A pattern that lets too much through rather than too little; what is found is looked at again. */
    private static String like(String operation) {
        return operation.isEmpty() ? "" : "%\"operation\":\"" + operation + "\"%";
    }

    private static TimedEvent timed(Observed event, Activity activity, String outcome, long nanos) {
        return new TimedEvent(
                event.seq(),
                Instant.ofEpochMilli(event.at()),
                event.type(),
                event.entity(),
                event.task(),
                activity,
                outcome,
                nanos);
    }

    private static String outcome(Tally tally) {
        if (tally.denied() > 0) {
            return "denied";
        }
        return tally.failed() > 0 ? "failed" : "succeeded";
    }
}
