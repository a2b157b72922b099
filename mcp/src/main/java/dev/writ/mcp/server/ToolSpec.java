package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients are told of a tool.
 *
 * @param inputSchema JSON Schema 2020-12 of an object
 * @param outputSchema of the structured result, where there is one
 */
public record ToolSpec(
        String name,
        String title,
        String description,
        ObjectNode inputSchema,
        Optional<ObjectNode> outputSchema,
        ToolHints hints,
        List<Icon> icons) {
    /** SEP-986. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public ToolSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A tool's name has 1 to 128 letters, digits, '_', '.' or '-'.");
        }
        if (!inputSchema.path("type").asString("").equals("object")) {
            throw new IllegalArgumentException("The input schema of a tool is one of an object.");
        }
        icons = List.copyOf(icons);
    }

    /** A tool about which nothing more is known. */
    public static ToolSpec of(String name, String description, ObjectNode inputSchema) {
        return new ToolSpec(name, name, description, inputSchema, Optional.empty(), ToolHints.CAUTIOUS, List.of());
    }

    /** The schema of a tool without arguments. */
    public static ObjectNode noArguments() {
        ObjectNode schema = StrictJson.object().put("type", "object");
        schema.putObject("properties");
        return schema.put("additionalProperties", false);
    }

    ObjectNode json() {
        ObjectNode tool =
                StrictJson.object().put("name", name).put("title", title).put("description", description);
        tool.set("inputSchema", inputSchema);
        outputSchema.ifPresent(schema -> tool.set("outputSchema", schema));
        tool.set("annotations", hints.json());
        if (!icons.isEmpty()) {
            icons.stream().map(Icon::json).forEach(tool.putArray("icons")::add);
        }
        return tool;
    }
}
