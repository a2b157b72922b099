package dev.writ.insight.anomaly;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What agents did in each hour of the four weeks before one hour. Hours in which an agent did nothing with a tool are left
 * out: that it rests does not make its work unusual.
 */
final class History {
    static final Duration LENGTH = Duration.ofDays(28);

    record Key(String agent, String tool) {}

    /** @param tool empty for all tools together */
    record Hour(Instant at, String agent, String tool, long calls, long bytes) {}

    private final Map<Key, double[]> calls = new HashMap<>();
    private final Map<Key, double[]> bytes = new HashMap<>();
    private final Map<String, long[]> byTimeOfDay = new HashMap<>();
    private final Map<String, Set<Long>> days = new HashMap<>();

    private History() {}

    static History before(Handle handle, Instant hour) {
        History history = new History();
        Map<Key, List<Hour>> hours = new HashMap<>();
        for (Hour one : hours(handle, hour.minus(LENGTH), hour)) {
            hours.computeIfAbsent(new Key(one.agent(), one.tool()), key -> new java.util.ArrayList<>())
                    .add(one);
            history.byTimeOfDay.computeIfAbsent(one.agent(), agent -> new long[24])[timeOfDay(one.at())] += one.calls();
            history.days
                    .computeIfAbsent(one.agent(), agent -> new HashSet<>())
                    .add(one.at().getEpochSecond() / 86_400);
        }
        hours.forEach((key, list) -> {
            history.calls.put(key, list.stream().mapToDouble(Hour::calls).toArray());
            history.bytes.put(key, list.stream().mapToDouble(Hour::bytes).toArray());
        });
        return history;
    }

    /** What was done from one hour on and before the other, by agent and tool. */
    static List<Hour> hours(Handle handle, Instant from, Instant until) {
        return handle.createQuery("""
                        SELECT at, agent, subject, SUM(succeeded + failed + denied) AS calls, SUM(bytes) AS bytes
                        FROM activity
                        WHERE stage = 'tool' AND grain = 'hour' AND at >= :from AND at < :until AND agent NOT IN ('', '*')
                        GROUP BY at, agent, subject
                        ORDER BY at, agent, subject
                        """)
                .bind("from", from.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .map((row, context) -> new Hour(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("agent"),
                        row.getString("subject"),
                        row.getLong("calls"),
                        row.getLong("bytes")))
                .list();
    }

    static int timeOfDay(Instant at) {
        return at.atOffset(ZoneOffset.UTC).getHour();
    }

    double[] calls(String agent, String tool) {
        return calls.getOrDefault(new Key(agent, tool), new double[0]);
    }

    double[] bytes(String agent, String tool) {
        return bytes.getOrDefault(new Key(agent, tool), new double[0]);
    }

    /** Calls of the agent in each of the twenty-four hours of a day (UTC). */
    long[] byTimeOfDay(String agent) {
        return byTimeOfDay.getOrDefault(agent, new long[24]);
    }

    /** On how many days the agent did anything. */
    int days(String agent) {
        return days.getOrDefault(agent, Set.of()).size();
    }
}
