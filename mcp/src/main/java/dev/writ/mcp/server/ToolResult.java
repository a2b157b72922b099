package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool has to say.
 *
 * @param structured fits the tool's output schema where it has one
 * @param failed for the model to see and to do better: the protocol itself worked
 * @param meta for programs, beside the result ({@code _meta}), by names with the prefix that the specification asks for
 */
public record ToolResult(
        List<Content> content, Optional<JsonNode> structured, boolean failed, Map<String, JsonNode> meta) {
    /** What a failure says to programs. */
    public static final String DETAILS = "dev.writ/details";

    public ToolResult {
        content = List.copyOf(content);
        meta = Map.copyOf(meta);
    }

    public static ToolResult of(Content... content) {
        return new ToolResult(List.of(content), Optional.empty(), false, Map.of());
    }

    public static ToolResult text(String text) {
        return of(new Content.Text(text));
    }

    /** For a program, and as text for clients that know no structured results. */
    public static ToolResult structured(JsonNode value, String text) {
        return new ToolResult(List.of(new Content.Text(text)), Optional.of(value), false, Map.of());
    }

    public static ToolResult failure(String text) {
        return new ToolResult(List.of(new Content.Text(text)), Optional.empty(), true, Map.of());
    }

    /**
     * As {@link #failure(String)}, with the same for a program. It stands beside the result: clients compare the structured
     * result of a failure too with the tool's output schema, and refuse it all where it does not fit.
     */
    public static ToolResult failure(String text, JsonNode details) {
        return failure(text).with(DETAILS, details);
    }

    public ToolResult with(String name, JsonNode value) {
        Map<String, JsonNode> more = new HashMap<>(meta);
        more.put(name, value);
        return new ToolResult(content, structured, failed, more);
    }

    public ObjectNode json() {
        ObjectNode result = StrictJson.object();
        content.stream().map(Content::json).forEach(result.putArray("content")::add);
        structured.ifPresent(value -> result.set("structuredContent", value));
        if (!meta.isEmpty()) {
            ObjectNode beside = result.putObject("_meta");
            new TreeMap<>(meta).forEach(beside::set);
        }
        return result.put("isError", failed);
    }
}
