package dev.writ.recovery.health;

import dev.writ.FailureCode;
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
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that fail in the same way: those of one agent, or those of any where the model provider is what failed. */
record FailingTasks(Database database, int least, Duration within) implements HealthCheck {
    private static final int MOST = 2_000;
    private static final int SHOWN = 50;
    private static final Set<String> OF_PROVIDER = Set.of(FailureCode.MODEL_FAILED.id());
    /** Ends that are nobody's trouble: a limit, a person's no, a stop. */
    private static final Set<String> INTENDED = Set.of(
            FailureCode.BUDGET_EXHAUSTED.id(),
            FailureCode.CANCELLED.id(),
            FailureCode.APPROVAL_DENIED.id(),
            FailureCode.APPROVAL_EXPIRED.id(),
            FailureCode.DENIED.id(),
            FailureCode.MODEL_CANNOT.id());

    private record Row(String id, String tree, Instant at, String agent, String code, String message) {}

    private record Key(Sign sign, String signature, Subject subject, String code) {}

    @Override
    public List<Finding> look(Instant now) {
        Map<Key, List<Row>> groups = new LinkedHashMap<>();
        rows(now).stream()
                .filter(row -> !INTENDED.contains(row.code()))
                .forEach(row -> addOncePerTree(groups.computeIfAbsent(key(row), key -> new ArrayList<>()), row));
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() >= least)
                .map(group -> finding(group.getKey(), group.getValue()))
                .toList();
    }

    /** Newest first; the work of recovery itself is not counted, but requests that it handed in again are. */
    private List<Row> rows(Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT t.id, t.tree, t.finished_at, t.agent, t.failure FROM tasks t
                        JOIN tasks root ON root.id = t.tree
                        WHERE t.state = 'failed' AND t.finished_at >= :from AND t.agent <> ''
                          AND root.process <> 'recovery' AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                        ORDER BY t.finished_at DESC, t.id DESC LIMIT :most
                        """)
                .bind("from", now.minus(within).toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> {
                    ObjectNode failure = Json.parseObject(row.getString("failure"));
                    return new Row(
                            row.getString("id"),
                            row.getString("tree"),
                            Instant.ofEpochMilli(row.getLong("finished_at")),
                            row.getString("agent"),
                            failure.path("code").asString(""),
                            failure.path("message").asString(""));
                })
                .list());
    }

    private static Key key(Row row) {
        String signature = FailureSignature.of(row.message());
        return OF_PROVIDER.contains(row.code())
                ? new Key(Sign.MODEL_FAILING, signature, new Subject("provider", "model"), row.code())
                : new Key(Sign.TASKS_FAILING, signature, new Subject("agent", row.agent()), row.code());
    }

    /** A task that fails because its subtask did is the same trouble. */
    private static void addOncePerTree(List<Row> group, Row row) {
        if (group.stream().noneMatch(other -> other.tree().equals(row.tree()))) {
            group.add(row);
        }
    }

    private Finding finding(Key key, List<Row> rows) {
        boolean provider = key.sign() == Sign.MODEL_FAILING;
        return new Finding(
                key.sign(),
                key.signature(),
                key.subject(),
                provider
                        ? "The model provider does not answer as it should: " + key.signature()
                        : "Tasks of '" + key.subject().name() + "' end with: " + key.signature(),
                provider,
                rows.stream()
                        .limit(SHOWN)
                        .map(row -> new Sighting(row.id(), row.at()))
                        .toList(),
                least,
                Json.object()
                        .put("code", key.code())
                        .put("task", rows.getFirst().tree()));
    }
}
