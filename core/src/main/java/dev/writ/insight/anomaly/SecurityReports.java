package dev.writ.insight.anomaly;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activities;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.anomaly.SecurityReport.Edge;
import dev.writ.permission.Suspensions;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Makes security reports. Safe for use by many threads. */
public final class SecurityReports {
    private static final int DENIALS_LOOKED_AT = 2_000;
    private static final int LONGEST_TARGET = 200;

    private final Database database;
    private final Activities activities;
    private final Anomalies anomalies;
    private final Suspensions suspensions;

    private record Tried(String call, String agent, String tool, String operation, String rule, String target) {
        Tried withoutCall() {
            return new Tried("", agent, tool, operation, rule, target);
        }
    }

    public SecurityReports(Database database, Anomalies anomalies, Suspensions suspensions) {
        this.database = database;
        this.activities = new Activities(database);
        this.anomalies = anomalies;
        this.suspensions = suspensions;
    }

    /** @param most edges and anomalies */
    public SecurityReport of(Period period, String agent, int most) {
        List<Tried> tried = database.read(handle -> tried(handle, period, agent));
        return new SecurityReport(
                Activities.counted(period),
                activities.of(Stage.DENIAL, period, agent, ""),
                edges(tried, most),
                tried.size(),
                database.read(SecurityReports::open),
                anomalies.list("", "", agent, period, most),
                suspensions.list());
    }

    private static List<Tried> tried(Handle handle, Period period, String agent) {
        // Asked in one way for all agents and for one, the index of one agent's denials would not be used.
        return handle.createQuery("SELECT call, agent, tool, operation, rule, accesses FROM tool_usage_events"
                        + " WHERE outcome = 'denied' AND started_at >= :from AND started_at < :until"
                        + (agent.isEmpty() ? "" : " AND agent = :agent")
                        + " ORDER BY started_at DESC LIMIT :limit")
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("agent", agent)
                .bind("limit", DENIALS_LOOKED_AT)
                .map((row, context) -> new Tried(
                        row.getString("call"),
                        row.getString("agent"),
                        row.getString("tool"),
                        row.getString("operation"),
                        row.getString("rule"),
                        target(row.getString("accesses"))))
                .list();
    }

    /** The first thing the call would have touched, in the words of its record. */
    private static String target(String accesses) {
        try {
            JsonNode first = Json.parse(accesses).path(0);
            String text =
                    switch (first) {
                        case JsonNode access
                        when access.has("path") -> access.path("path").asString("");
                        case JsonNode access
                        when access.has("command") ->
                            access.path("command")
                                    .valueStream()
                                    .map(word -> word.asString(""))
                                    .collect(Collectors.joining(" "));
                        case JsonNode access
                        when access.has("query") ->
                            access.path("database").asString("") + "."
                                    + access.path("query").asString("");
                        case JsonNode access
                        when access.has("repository") ->
                            access.path("repository").asString("") + " "
                                    + access.path("branch").asString("");
                        case JsonNode access
                        when access.has("kind") ->
                            access.path("kind").asString("") + " "
                                    + access.path("id").asString("");
                        default -> first.path("recipient").asString("");
                    };
            return text.strip().length() > LONGEST_TARGET
                    ? text.strip().substring(0, LONGEST_TARGET) + "…"
                    : text.strip();
        } catch (WritException e) {
            return "";
        }
    }

    private static List<Edge> edges(List<Tried> tried, int most) {
        Map<Tried, List<Tried>> groups = tried.stream()
                .collect(Collectors.groupingBy(Tried::withoutCall, LinkedHashMap::new, Collectors.toList()));
        List<Edge> edges = new ArrayList<>();
        groups.forEach((what, calls) -> edges.add(new Edge(
                what.agent(),
                what.tool(),
                what.operation(),
                what.rule(),
                what.target(),
                calls.size(),
                calls.getFirst().call())));
        edges.sort(Comparator.comparingLong(Edge::denials).reversed());
        return edges.stream().limit(most).toList();
    }

    private static Map<AnomalyKind, Long> open(Handle handle) {
        Map<AnomalyKind, Long> open = new EnumMap<>(AnomalyKind.class);
        handle.createQuery("SELECT kind, COUNT(*) AS anomalies FROM anomalies WHERE state = 'open' GROUP BY kind")
                .map((row, context) ->
                        open.put(AnomalyKind.parse(row.getString("kind")), row.getLong("anomalies")) == null)
                .list();
        return open;
    }
}
