package dev.writ.recovery.health;

import dev.writ.Json;
import dev.writ.entity.TreeVersions;
import dev.writ.event.FailureSignature;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent that calls a tool again and again with the same failure, while its request is still worked on. */
record FailingCalls(Database database, int least, Duration within) implements HealthCheck {
    private static final int MOST = 2_000;
    private static final int SHOWN = 50;

    private record Row(String id, Instant at, String tree, String tool, String signature) {}

    private record Key(String tree, String tool, String signature) {}

    @Override
    public List<Finding> look(Instant now) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        rows(now)
                .forEach(row -> groups.computeIfAbsent(
                                new Key(row.tree(), row.tool(), row.signature()), key -> new ArrayList<>())
                        .add(row));
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() >= least)
                .map(group -> finding(group.getKey(), group.getValue()))
                .toList();
    }

    private List<Row> rows(Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT u.call, u.started_at, u.tree, u.tool, u.failure FROM tool_usage_events u
                        JOIN tasks root ON root.id = u.tree
                        WHERE u.outcome = 'failed' AND u.started_at >= :from
                          AND root.state NOT IN ('completed', 'failed', 'cancelled') AND root.process <> 'recovery' AND
                        """ + TreeVersions.notRunAgain("u.tree") + """
                        ORDER BY u.started_at DESC, u.call DESC LIMIT :most
                        """)
                .bind("from", now.minus(within).toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> new Row(
                        row.getString("call"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        row.getString("tree"),
                        row.getString("tool"),
                        signature(row.getString("failure"))))
                .list());
    }

    private static String signature(String failure) {
        return FailureSignature.of(
                failure.startsWith("{")
                        ? Json.parseObject(failure).path("message").asString("")
                        : failure);
    }

    private Finding finding(Key key, List<Row> rows) {
        return new Finding(
                Sign.CALLS_FAILING,
                key.tool() + ": " + key.signature(),
                new Subject("task", key.tree()),
                "An agent repeats calls of " + key.tool() + " that fail with: " + key.signature(),
                false,
                rows.stream()
                        .limit(SHOWN)
                        .map(row -> new Sighting(row.id(), row.at()))
                        .toList(),
                least,
                Json.object().put("tree", key.tree()).put("tool", key.tool()));
    }
}
