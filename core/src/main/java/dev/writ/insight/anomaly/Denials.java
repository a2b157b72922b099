package dev.writ.insight.anomaly;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Finding.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rules about what was denied in the last minutes: bursts of an agent, and a task that feels along the edge of its scope. */
final class Denials {
    private static final Duration BURST = Duration.ofMinutes(5);
    private static final int LEAST_IN_BURST = 15;
    private static final Duration PROBING = Duration.ofMinutes(10);
    private static final int LEAST_TARGETS = 8;
    private static final Set<String> EDGES =
            Set.of("scope", "ceiling", "operation", "not_assigned", "delegation", "origin");
    private static final int MOST = 1_000;

    private record Denial(
            String call,
            Instant at,
            String task,
            String tree,
            String agent,
            String tool,
            String operation,
            String rule,
            String target) {}

    private Denials() {}

    static List<Finding> until(Handle handle, Instant now) {
        List<Denial> denials = denials(handle, now.minus(PROBING), now);
        List<Finding> found = new ArrayList<>();
        List<Denial> latest = denials.stream()
                .filter(denial -> !denial.at().isBefore(now.minus(BURST)))
                .toList();
        group(latest, Denial::agent).forEach((agent, group) -> burst(handle, found, group));
        group(denials.stream().filter(one -> EDGES.contains(one.rule())).toList(), Denial::task)
                .forEach((task, group) -> probing(handle, found, group));
        return found;
    }

    private static Map<String, List<Denial>> group(List<Denial> denials, Function<Denial, String> by) {
        return denials.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()));
    }

    private static List<Denial> denials(Handle handle, Instant from, Instant until) {
        return handle.createQuery("""
                        SELECT call, started_at, task, tree, agent, tool, operation, rule, arguments_hash, accesses
                        FROM tool_usage_events
                        WHERE outcome = 'denied' AND started_at >= :from AND started_at <= :until
                        ORDER BY started_at DESC, call DESC LIMIT :limit
                        """)
                .bind("from", from.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .bind("limit", MOST)
                .map((row, context) -> new Denial(
                        row.getString("call"),
                        Instant.ofEpochMilli(row.getLong("started_at")),
                        row.getString("task"),
                        row.getString("tree"),
                        row.getString("agent"),
                        row.getString("tool"),
                        row.getString("operation"),
                        row.getString("rule"),
                        row.getString("operation") + " " + row.getString("arguments_hash")))
                .list();
    }

    private static void burst(Handle handle, List<Finding> found, List<Denial> group) {
        Denial newest = group.getFirst();
        Period period = new Period(group.getLast().at(), newest.at().plusMillis(1));
        long calls = handle.createQuery("""
                        SELECT COUNT(*) FROM tool_usage_events
                        WHERE agent = :agent AND started_at >= :from AND started_at < :until
                        """)
                .bind("agent", newest.agent())
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .mapTo(Long.class)
                .one();
        if (group.size() < LEAST_IN_BURST || 2L * group.size() < calls) {
            return;
        }
        Set<String> rules = group.stream().map(Denial::rule).collect(Collectors.toCollection(TreeSet::new));
        found.add(new Finding(
                AnomalyKind.DENIAL_BURST,
                "denial_burst:" + newest.agent(),
                subject(newest, group),
                period,
                group.size(),
                "%d of %d calls of '%s' within %d seconds were denied (%s)."
                        .formatted(
                                group.size(),
                                calls,
                                newest.agent(),
                                Math.max(1, period.length().toSeconds()),
                                String.join(", ", rules)),
                Json.object()
                        .put("denied", group.size())
                        .put("calls", calls)
                        .put("least_denied", LEAST_IN_BURST)
                        .put("within_seconds", BURST.toSeconds())
                        .set("rules", Json.array(List.copyOf(rules))),
                evidence(handle, group)));
    }

    private static void probing(Handle handle, List<Finding> found, List<Denial> group) {
        Denial newest = group.getFirst();
        long targets = group.stream().map(Denial::target).distinct().count();
        if (targets < LEAST_TARGETS) {
            return;
        }
        found.add(new Finding(
                AnomalyKind.SCOPE_PROBING,
                "scope_probing:" + newest.agent(),
                subject(newest, group),
                new Period(group.getLast().at(), newest.at().plusMillis(1)),
                targets,
                ("Task %s of '%s' tried %d different calls outside of what it may within %d minutes, the last one %s.%s "
                                + "(rule %s).")
                        .formatted(
                                newest.task(),
                                newest.agent(),
                                targets,
                                PROBING.toMinutes(),
                                newest.tool(),
                                newest.operation(),
                                newest.rule()),
                Json.object()
                        .put("different_calls", targets)
                        .put("denied", group.size())
                        .put("least_different_calls", LEAST_TARGETS)
                        .put("within_seconds", PROBING.toSeconds()),
                evidence(handle, group)));
    }

    private static Subject subject(Denial newest, List<Denial> group) {
        boolean oneTool = group.stream().map(Denial::tool).distinct().count() == 1;
        return new Subject(newest.agent(), oneTool ? newest.tool() : "", "", newest.task(), newest.tree(), "");
    }

    private static List<Long> evidence(Handle handle, List<Denial> group) {
        return handle.createQuery("""
                        SELECT seq FROM events
                        WHERE kind = 'tool_call' AND entity IN (<calls>) AND type = 'tool.denied'
                        ORDER BY seq DESC
                        """)
                .bindList(
                        "calls",
                        group.stream()
                                .limit(AnomalyTable.MOST_EVIDENCE)
                                .map(Denial::call)
                                .toList())
                .mapTo(Long.class)
                .list();
    }
}
