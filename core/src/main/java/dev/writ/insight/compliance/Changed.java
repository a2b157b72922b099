package dev.writ.insight.compliance;

import dev.writ.Json;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** What changed of agents, tools, processes, base permissions and ways in. */
final class Changed {
    private record Kind(String id, String name, String type) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("made", "definitions made", "entity.created"),
            new Kind("changed", "definitions changed", "entity.updated"),
            new Kind("rolled_back", "definitions rolled back", "entity.rolled_back"),
            new Kind("permissions", "base permissions changed", "permission.base_changed"),
            new Kind("tokens_made", "tokens made for outside agents", "token.created"),
            new Kind("tokens_ended", "tokens ended", "token.revoked"),
            new Kind("readmitted", "subjects let in again", "token.readmitted"));

    private record Happened(
            long seq, long at, String type, String kind, String entity, String actor, JsonNode data, String name) {}

    private record Version(String entity, long version) {}

    private Changed() {}

    static Section of(Handle handle, Window window) {
        Map<String, Long> counts = counts(handle, window);
        List<Happened> happened = happened(handle, window);
        Map<Version, String> reasons = reasons(handle, happened);
        return new Section(
                "changes",
                "What changed",
                "Versions of agents, tools and processes, base permissions, and tokens that let outside agents in, the newest first.",
                KINDS.stream()
                        .map(kind -> new Figure(
                                kind.id(),
                                kind.name(),
                                counts.getOrDefault(kind.type(), 0L),
                                Behind.Logged.ofType(kind.type())))
                        .toList(),
                Section.columns(
                        "at", "When", "what", "What", "kind", "Of", "name", "Name", "version", "Version", "by", "By",
                        "reason", "Why"),
                happened.stream().map(one -> line(one, reasons)).toList(),
                Math.max(0, counts.values().stream().mapToLong(Long::longValue).sum() - happened.size()),
                "Documents are left out. A change of the settings file is no event; what of it holds for a request is kept "
                        + "with that request, as its ceiling.");
    }

    private static Map<String, Long> counts(Handle handle, Window window) {
        return window
                .query(handle, """
                        SELECT e.type, COUNT(*) AS changes FROM events e
                        WHERE e.type IN (<types>) AND e.kind <> 'document' AND :within
                        GROUP BY e.type
                        """)
                .bindList("types", types())
                .map((row, context) -> Map.entry(row.getString("type"), row.getLong("changes")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Happened> happened(Handle handle, Window window) {
        return window.query(handle, """
                        SELECT e.seq, e.at, e.type, e.kind, e.entity, e.actor, e.data, COALESCE(n.name, '') AS name
                        FROM events e LEFT JOIN entities n ON n.id = e.entity
                        WHERE e.type IN (<types>) AND e.kind <> 'document' AND :within
                        ORDER BY e.seq DESC LIMIT :most
                        """)
                .bindList("types", types())
                .bind("most", Section.MOST_ROWS)
                .map((row, context) -> new Happened(
                        row.getLong("seq"),
                        row.getLong("at"),
                        row.getString("type"),
                        row.getString("kind"),
                        row.getString("entity"),
                        row.getString("actor"),
                        Json.parse(row.getString("data")),
                        row.getString("name")))
                .list();
    }

    private static List<String> types() {
        return KINDS.stream().map(Kind::type).toList();
    }

    /** What the authors of these versions gave as their reason. */
    private static Map<Version, String> reasons(Handle handle, List<Happened> happened) {
        Map<Version, String> reasons = new HashMap<>();
        List<String> entities =
                happened.stream().map(Happened::entity).distinct().toList();
        if (!entities.isEmpty()) {
            handle.createQuery("SELECT entity, version, reason FROM entity_versions WHERE entity IN (<entities>)")
                    .bindList("entities", entities)
                    .map((row, context) -> reasons.put(
                            new Version(row.getString("entity"), row.getLong("version")), row.getString("reason")))
                    .list();
        }
        return reasons;
    }

    private static Line line(Happened one, Map<Version, String> reasons) {
        long version = one.data().path("version").asLong(0);
        String said = one.data().path("reason").asString("");
        return new Line(
                Map.of(
                        "at", Instant.ofEpochMilli(one.at()).toString(),
                        "what", what(one),
                        "kind", one.kind(),
                        "name", one.name().isEmpty() ? one.data().path("name").asString(one.entity()) : one.name(),
                        "version", version == 0 ? "" : String.valueOf(version),
                        "by", one.actor(),
                        "reason", said.isEmpty() ? reasons.getOrDefault(new Version(one.entity(), version), "") : said),
                new Behind.OneEvent(one.seq()));
    }

    private static String what(Happened one) {
        JsonNode data = one.data();
        return switch (one.type()) {
            case "entity.created" -> "made";
            case "entity.rolled_back" -> "rolled back";
            case "entity.updated" ->
                data.has("definition") ? "definition accepted" : data.has("status") ? "status changed" : "changed";
            case "permission.base_changed" ->
                "base permission for " + data.path("tool").asString("") + " "
                        + data.path("change").asString("");
            case "token.created" -> "token made";
            case "token.revoked" -> "token ended";
            default -> "let in again";
        };
    }
}
