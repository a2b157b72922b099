package dev.writ.prediction;

import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;

/** How long grants are really used: from the grant to its last call. Safe for use by many threads. */
public final class GrantTimes {
    private static final int LOOKED_AT = 50;
    private static final int LEAST = 10;
    private static final double QUANTILE = 0.95;
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final Database database;

    public GrantTimes(Database database) {
        this.database = database;
    }

    /**
     * The time that nearly all similar grants needed (the 95th percentile of the last fifty of this tool for this agent), and
     * half as much again; at least ten minutes, and never more than the usual one, which it is where fewer than ten are known.
     */
    public Duration offered(String tool, String agent, Duration usual) {
        List<Long> millis = database.read(handle -> handle.createQuery("""
                        SELECT last_used_at - granted_at FROM task_tool_assignments
                        WHERE tool = :tool AND agent = :agent AND uses > 0 AND state <> 'live'
                        ORDER BY granted_at DESC LIMIT :most
                        """)
                .bind("tool", tool)
                .bind("agent", agent)
                .bind("most", LOOKED_AT)
                .mapTo(Long.class)
                .list());
        if (millis.size() < LEAST) {
            return usual;
        }
        List<Long> sorted = millis.stream().sorted().toList();
        long high = sorted.get((int) Math.ceil(QUANTILE * sorted.size()) - 1);
        Duration learned = Duration.ofSeconds(60 * Math.ceilDiv(high * 3 / 2, 60_000));
        Duration bounded = learned.compareTo(SHORTEST) < 0 ? SHORTEST : learned;
        return bounded.compareTo(usual) < 0 ? bounded : usual;
    }
}
