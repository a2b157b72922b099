package dev.writ.mcp.client;

import dev.writ.mcp.HeaderText;
import dev.writ.mcp.server.HeaderParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Which of a call's arguments are repeated in headers, for intermediaries. */
record ToolHeaders(Optional<HeaderParameters> marked) {
    static final ToolHeaders NONE = new ToolHeaders(Optional.empty());

    static Map<String, ToolHeaders> byName(List<ObjectNode> definitions) {
        Map<String, ToolHeaders> byName = new HashMap<>();
        definitions.forEach(tool -> byName.put(tool.path("name").asString(), of(tool)));
        return Map.copyOf(byName);
    }

    private static ToolHeaders of(ObjectNode definition) {
        try {
            return definition.path("inputSchema") instanceof ObjectNode schema
                    ? new ToolHeaders(Optional.of(HeaderParameters.of(schema)))
                    : NONE;
        } catch (IllegalArgumentException e) {
            // The server cannot mean such marks; it says so where it does.
            return NONE;
        }
    }

    Map<String, String> of(String tool, ObjectNode arguments) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Mcp-Name", HeaderText.encoded(tool));
        marked.ifPresent(parameters -> parameters.valuesIn(arguments).forEach((name, value) -> {
            if (value.isValueNode()) {
                headers.put(name, HeaderText.encoded(value.asString()));
            }
        }));
        return headers;
    }
}
