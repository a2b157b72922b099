package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What came of two requests, side by side. */
record Comparison(ArrayNode rows) {
    static final List<String> COLUMNS = List.of("what", "source", "this");

    /** @param source and {@code other} are reports of requests */
    static Comparison of(JsonNode source, JsonNode other) {
        ArrayNode rows = Json.array();
        for (String field : List.of("task", "status", "seconds", "model", "tool_calls", "denied")) {
            row(rows, field, source.path(field).asString(""), other.path(field).asString(""));
        }
        row(rows, "grants", granted(source), granted(other));
        row(rows, "files_changed", joined(source.path("files_changed")), joined(other.path("files_changed")));
        row(
                rows,
                "error",
                source.path("error").path("message").asString(""),
                other.path("error").path("message").asString(""));
        row(
                rows,
                "result",
                source.path("result").asString(""),
                other.path("result").asString(""));
        return new Comparison(rows);
    }

    private static void row(ArrayNode rows, String what, String source, String other) {
        rows.addObject().put("what", what).put("source", source).put("this", other);
    }

    private static String granted(JsonNode report) {
        StringJoiner tools = new StringJoiner(", ");
        report.path("grants").forEach(grant -> tools.add(grant.path("tool").asString()));
        return tools.toString();
    }

    private static String joined(JsonNode texts) {
        StringJoiner joined = new StringJoiner(", ");
        texts.forEach(text -> joined.add(text.asString()));
        return joined.toString();
    }
}
