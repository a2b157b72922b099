package dev.writ.cli;

import dev.writ.cli.top.Row;
import dev.writ.cli.top.Section;
import dev.writ.cli.top.Snapshot;
import dev.writ.cli.top.Style;
import dev.writ.cli.tty.Harmless;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads from the server what {@code writ top} shows. Whatever comes from there is made harmless here. */
final class TopReader {
    private static final int MOST_TASKS = 500;
    private static final int MOST_ENDED = 5;
    private static final int MOST_EVENTS = 40;

    private TopReader() {}

    /** @param opened the id of what is to be shown in detail; empty for nothing */
    static Snapshot read(Api api, String opened) {
        List<Row> rows = new ArrayList<>();
        api.get("/approvals?state=pending").forEach(approval -> rows.add(approval(approval)));
        Map<String, JsonNode> retries = new HashMap<>();
        api.get("/retries").forEach(retry -> retries.put(retry.path("tree").asString(), retry));
        int ended = 0;
        for (JsonNode task : api.get("/tasks?roots=true&limit=" + MOST_TASKS)) {
            boolean over = EventPrinter.isFinal(task.path("state").asString());
            if (!over || ended++ < MOST_ENDED) {
                rows.add(task(
                        task, Optional.ofNullable(retries.get(task.path("tree").asString()))));
            }
        }
        api.get("/grants?state=live").forEach(grant -> rows.add(grant(grant)));
        String model = api.get("/system").path("model").asString("");
        Snapshot snapshot = new Snapshot(api.address(), Harmless.line(model), true, rows, "", List.of());
        return opened.isEmpty() ? snapshot : snapshot.with(opened, detail(api, opened, rows));
    }

    private static Row approval(JsonNode approval) {
        return new Row(
                Section.APPROVALS,
                text(approval, "id"),
                "?",
                Style.WAIT,
                text(approval, "tool"),
                text(approval, "agent"),
                Harmless.line(ScopeWords.of(approval.path("scope")) + " — "
                        + Quoted.of(approval.path("reason").asString(""))),
                true,
                time(approval, "expires_at"));
    }

    private static Row grant(JsonNode grant) {
        return new Row(
                Section.GRANTS,
                text(grant, "id"),
                "●",
                Style.GOOD,
                text(grant, "tool"),
                text(grant, "agent"),
                Harmless.line(ScopeWords.of(grant.path("scope")) + " · used "
                        + grant.path("uses").asLong(0) + "×"),
                true,
                time(grant, "expires_at"));
    }

    /** What is asked again is told with the time until then, instead of how old the task is. */
    private static Row task(JsonNode task, Optional<JsonNode> retry) {
        return retry.filter(one -> !EventPrinter.isFinal(task.path("state").asString()))
                .map(one -> new Row(
                        Section.TASKS,
                        text(task, "id"),
                        "…",
                        Style.WAIT,
                        "asks again",
                        text(one, "agent"),
                        RetryWords.attempt(one) + " — " + text(task, "title"),
                        true,
                        time(one, "next_at")))
                .orElseGet(() -> task(task));
    }

    private static Row task(JsonNode task) {
        String state = text(task, "state");
        return new Row(
                Section.TASKS,
                text(task, "id"),
                mark(state),
                style(state),
                word(state),
                text(task, "agent"),
                text(task, "title"),
                false,
                time(task, "created_at"));
    }

    private static String mark(String state) {
        return switch (state) {
            case "completed" -> "✓";
            case "failed" -> "✗";
            case "cancelled" -> "⊘";
            case "manual_hold", "waiting_on_dependencies" -> "…";
            default -> "▸";
        };
    }

    private static Style style(String state) {
        return switch (state) {
            case "completed", "cancelled", "failed" -> Style.DIM;
            case "manual_hold" -> Style.WAIT;
            default -> Style.PLAIN;
        };
    }

    private static String word(String state) {
        return switch (state) {
            case "process_assigned", "ready_for_agent" -> "ready";
            case "agent_responding" -> "thinking";
            case "tool_processing" -> "working";
            case "waiting_on_dependencies" -> "waiting";
            case "manual_hold" -> "held";
            default -> state;
        };
    }

    private static List<String> detail(Api api, String id, List<Row> rows) {
        Optional<Section> section = rows.stream()
                .filter(row -> row.id().equals(id))
                .map(Row::section)
                .findFirst();
        if (section.isEmpty()) {
            return List.of(" " + id + " is over.");
        }
        return switch (section.get()) {
            case APPROVALS -> approvalDetail(api.get("/approvals/" + Paths.name(id)));
            case GRANTS -> grantDetail(api, id);
            case TASKS -> taskDetail(api, id);
        };
    }

    private static List<String> approvalDetail(JsonNode approval) {
        List<String> lines = new ArrayList<>();
        lines.add(" Approval " + text(approval, "id"));
        lines.add("   agent    " + text(approval, "agent"));
        lines.add("   tool     " + text(approval, "tool"));
        ScopeParts.of(approval.path("scope"))
                .parts()
                .forEach(part -> lines.add("   scope    " + Harmless.line(part.words())));
        lines.add("   for      "
                + Durations.words(
                        Duration.ofSeconds(approval.path("duration_seconds").asLong(0))));
        lines.add("   why      " + Quoted.of(approval.path("reason").asString("")));
        lines.add("   asks you " + text(approval, "why_asked"));
        lines.add("   task     " + text(approval, "task"));
        approval.path("alike")
                .forEach(other -> lines.add("   also for " + text(other, "task") + ": "
                        + Quoted.of(other.path("reason").asString(""))));
        return lines;
    }

    private static List<String> grantDetail(Api api, String id) {
        List<String> lines = new ArrayList<>();
        for (JsonNode grant : api.get("/grants?state=live")) {
            if (grant.path("id").asString().equals(id)) {
                lines.add(" Grant " + text(grant, "id"));
                lines.add("   agent    " + text(grant, "agent"));
                lines.add("   tool     " + text(grant, "tool"));
                lines.add("   scope    " + Harmless.line(ScopeWords.whole(grant.path("scope"))));
                lines.add("   why      " + Quoted.of(grant.path("reason").asString("")));
                lines.add("   given by " + text(grant, "approved_by") + " at " + text(grant, "granted_at"));
                lines.add("   until    " + text(grant, "expires_at"));
                lines.add("   used     " + grant.path("uses").asLong(0) + "×, last " + text(grant, "last_used_at"));
                lines.add("   task     " + text(grant, "task"));
                lines.add("");
                lines.add("   End it with: writ grants revoke " + text(grant, "id"));
            }
        }
        return lines;
    }

    private static List<String> taskDetail(Api api, String id) {
        List<String> lines = new ArrayList<>();
        JsonNode task = api.get("/tasks/" + Paths.name(id));
        lines.add(" Task " + text(task, "id") + " · " + text(task, "state") + " · " + text(task, "agent"));
        lines.add("   " + text(task, "title"));
        if (!text(task, "hold_reason").isEmpty()) {
            lines.add("   held: " + text(task, "hold_reason"));
        }
        String error = Harmless.line(task.path("error").path("message").asString(""));
        if (!error.isEmpty()) {
            lines.add("   failed: " + error);
        }
        lines.add("");
        addTree(lines, api.get("/tasks/" + Paths.name(id) + "/tree"), "", " ");
        lines.add("");
        JsonNode events = api.get("/events?newest=true&limit=" + MOST_EVENTS + "&tree=" + Paths.encode(id));
        for (JsonNode event : events) {
            if (EventPrinter.isNews(event)) {
                String at = text(event, "at");
                String clock = at.length() >= 19 ? at.substring(11, 19) : at;
                lines.add(
                        " " + clock + "  %-19s  ".formatted(text(event, "type")) + Harmless.line(EventText.of(event)));
            }
        }
        return lines;
    }

    private static void addTree(List<String> lines, JsonNode tasks, String parent, String indent) {
        for (JsonNode task : tasks) {
            if (task.path("parent").asString("").equals(parent)) {
                String state = text(task, "state");
                String agent = text(task, "agent");
                lines.add(indent + mark(state) + " " + text(task, "title") + "  "
                        + (agent.isEmpty() ? text(task, "process") : agent) + " · " + state);
                addTree(lines, tasks, task.path("id").asString(), indent + "  ");
            }
        }
    }

    private static String text(JsonNode node, String name) {
        return Harmless.line(node.path(name).asString(""));
    }

    private static Instant time(JsonNode node, String name) {
        return Instant.parse(node.path(name).asString("1970-01-01T00:00:00Z"));
    }
}
