package dev.writ.recovery.health;

import dev.writ.Json;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Agents and tools that fail more often since their present version became active than in the time before. The rate since
 * then must lie above that of before by more than chance: the lower bound of Wilson's interval (90 percent) is compared
 * with the upper one.
 */
record WorseVersions(Database database, int leastFailures, Duration since, Duration before) implements HealthCheck {
    private static final double Z = 1.2816;
    private static final int SHOWN = 50;

    private record Activation(String kind, String name, int version, int from, Instant at) {}

    private record Rate(long uses, long failures) {
        double bound(int sign) {
            if (uses == 0) {
                return sign < 0 ? 0 : 1;
            }
            double n = uses;
            double p = failures / n;
            double middle = p + Z * Z / (2 * n);
            double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
            return (middle + sign * half) / (1 + Z * Z / n);
        }
    }

    private static final String TASKS = """
            SELECT t.id AS id, t.finished_at AS at, t.state AS outcome FROM tasks t JOIN tasks root ON root.id = t.tree
            WHERE t.agent = :name AND t.state IN ('completed', 'failed') AND t.created_at >= :from
              AND t.created_at < :until AND root.process <> 'recovery' AND
            """ + TreeVersions.notRunAgain("t.tree") + """
            ORDER BY at DESC, id DESC
            """;

    private static final String CALLS = """
            SELECT call AS id, started_at AS at, outcome FROM tool_usage_events
            WHERE tool = :name AND outcome IN ('succeeded', 'failed') AND started_at >= :from AND started_at < :until AND
            """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
            ORDER BY at DESC, id DESC
            """;

    @Override
    public List<Finding> look(Instant now) {
        return database.read(handle -> {
            List<Finding> found = new ArrayList<>();
            for (Activation activation : activations(handle, now)) {
                finding(handle, activation, now).ifPresent(found::add);
            }
            return found;
        });
    }

    /** The present versions that became active lately, told from events. */
    private List<Activation> activations(Handle handle, Instant now) {
        return handle
                .createQuery("""
                        SELECT e.kind, e.name, e.active_version, v.at, v.data FROM events v
                        JOIN entities e ON e.id = v.entity AND e.kind = v.kind
                        WHERE v.type IN ('entity.updated', 'entity.rolled_back') AND v.at >= :from
                          AND v.kind IN ('agent', 'tool') AND e.status = 'active'
                          AND v.seq = (SELECT MAX(w.seq) FROM events w
                                       WHERE w.kind = v.kind AND w.entity = v.entity
                                         AND w.type IN ('entity.updated', 'entity.rolled_back'))
                        ORDER BY v.at, e.name
                        """)
                .bind("from", now.minus(since).toEpochMilli())
                .map((row, context) -> activation(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Activation> activation(ResultSet row) throws SQLException {
        var data = Json.parseObject(row.getString("data"));
        int version = row.getInt("active_version");
        int from = data.path("from_version").asInt(0);
        return data.path("version").asInt(0) == version && from > 0 && from != version
                ? Optional.of(new Activation(
                        row.getString("kind"),
                        row.getString("name"),
                        version,
                        from,
                        Instant.ofEpochMilli(row.getLong("at"))))
                : Optional.empty();
    }

    private Optional<Finding> finding(Handle handle, Activation activation, Instant now) {
        List<Sighting> failures = new ArrayList<>();
        Rate after = rate(handle, activation, activation.at(), now.plusMillis(1), failures);
        if (after.failures() < leastFailures) {
            return Optional.empty();
        }
        Rate earlier = rate(handle, activation, activation.at().minus(before), activation.at(), new ArrayList<>());
        if (earlier.uses() == 0 || after.bound(-1) <= earlier.bound(1)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Sign.VERSION_WORSE,
                activation.kind() + " '" + activation.name() + "' fails more often since it was changed",
                new Subject(activation.kind(), activation.name()),
                "Since version " + activation.version() + " became active, " + after.failures() + " of " + after.uses()
                        + " failed; before that " + earlier.failures() + " of " + earlier.uses() + ".",
                false,
                failures.subList(0, Math.min(SHOWN, failures.size())),
                leastFailures,
                Json.object().put("version", activation.version()).put("from_version", activation.from())));
    }

    private static Rate rate(
            Handle handle, Activation activation, Instant from, Instant until, List<Sighting> failures) {
        long[] uses = {0};
        handle.createQuery(activation.kind().equals("agent") ? TASKS : CALLS)
                .bind("name", activation.name())
                .bind("from", from.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .map((row, context) -> {
                    uses[0]++;
                    if (row.getString("outcome").equals("failed")) {
                        failures.add(new Sighting(row.getString("id"), Instant.ofEpochMilli(row.getLong("at"))));
                    }
                    return uses[0];
                })
                .list();
        return new Rate(uses[0], failures.size());
    }
}
