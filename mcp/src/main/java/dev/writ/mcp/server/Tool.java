package dev.writ.mcp.server;

import dev.writ.mcp.json.JsonSchema;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Something a caller can have done. Safe for use by many threads. */
public final class Tool implements Feature {
    private final ToolSpec spec;
    private final ToolHandler handler;
    private final ObjectNode json;
    private final Optional<JsonSchema> input;
    private final Optional<JsonSchema> output;
    private final HeaderParameters headers;

    /** @throws IllegalArgumentException for schemas that cannot be used */
    public Tool(ToolSpec spec, ToolHandler handler) {
        this(
                spec,
                handler,
                Optional.of(JsonSchema.compile(spec.inputSchema())),
                spec.outputSchema().map(JsonSchema::compile));
    }

    private Tool(ToolSpec spec, ToolHandler handler, Optional<JsonSchema> input, Optional<JsonSchema> output) {
        this.spec = spec;
        this.handler = handler;
        this.json = spec.json();
        this.input = input;
        this.output = output;
        this.headers = HeaderParameters.of(spec.inputSchema());
    }

    /** A tool whose handler compares arguments and results with the schemas itself. */
    public static Tool checkingItself(ToolSpec spec, ToolHandler handler) {
        return new Tool(spec, handler, Optional.empty(), Optional.empty());
    }

    @Override
    public String key() {
        return spec.name();
    }

    @Override
    public ObjectNode json() {
        return json;
    }

    public ToolHandler handler() {
        return handler;
    }

    /** The first mistake in the arguments, as one sentence. */
    public Optional<String> mistakeIn(ObjectNode arguments) {
        return input.flatMap(schema -> schema.firstMistake(arguments));
    }

    /** What in a result does not fit the output schema. */
    public Optional<String> mistakeIn(ToolResult result) {
        if (output.isEmpty() || result.failed()) {
            return Optional.empty();
        }
        return result.structured().isEmpty()
                ? Optional.of("There is no structured result.")
                : output.get().firstMistake(result.structured().get());
    }

    /** The arguments that a client repeats as HTTP headers, by the header's name in lower case. */
    public Map<String, JsonNode> headersOf(ObjectNode arguments) {
        return headers.valuesIn(arguments);
    }
}
