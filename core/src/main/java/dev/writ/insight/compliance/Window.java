package dev.writ.insight.compliance;

import dev.writ.insight.Period;
import dev.writ.insight.activity.EventHours;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A period, and the numbers of the events in it, by which the log's index of types is cut to it.
 *
 * @param first the least number of its events
 * @param last the largest; less than {@code first} where there are none
 * @param events how many there are
 */
record Window(Period period, long first, long last, long events) {
    static Window of(Handle handle, Period period) {
        EventHours.Numbers numbers = EventHours.of(handle, period);
        return new Window(period, numbers.first(), numbers.last(), numbers.events());
    }

    /** Whether the numbers from the first to the last one are those of the period alone; they are unless a clock was set back. */
    private boolean isInOrder() {
        return events == last - first + 1;
    }

    /**
     * A query for events of the period: {@code :within} in it stands for the condition.
     *
     * @param sql names the table of events {@code e}
     */
    Query query(Handle handle, String sql) {
        String numbers = "e.seq >= :first AND e.seq <= :last";
        String condition = isInOrder() ? numbers : numbers + " AND e.at >= :from AND e.at < :until";
        Query query = handle.createQuery(sql.replace(":within", condition))
                .bind("first", first)
                .bind("last", last);
        return isInOrder()
                ? query
                : query.bind("from", period.from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli());
    }

    /** How many events there are of each type; of types without any, 0. */
    Map<String, Long> counts(Handle handle, Collection<String> types) {
        Map<String, Long> counts = new HashMap<>();
        types.forEach(type -> counts.put(type, 0L));
        query(handle, """
                        SELECT e.type, COUNT(*) AS events FROM events e
                        WHERE e.type IN (<types>) AND :within
                        GROUP BY e.type
                        """)
                .bindList("types", types)
                .map((row, context) -> counts.put(row.getString("type"), row.getLong("events")))
                .list();
        return counts;
    }
}
