package dev.writ.tool;

import dev.writ.label.Flow;
import dev.writ.label.FlowRule;
import dev.writ.permission.ThirdPartyName;
import tools.jackson.databind.node.ObjectNode;

/**
 * What callers see of an operation.
 *
 * @param tool what is granted, for instance {@code file_edit}
 * @param name unique within the tool, for instance {@code write_file}
 * @param description for the model: what it does, when to use it, one or two sentences
 * @param inputSchema JSON Schema 2020-12 of the arguments object; {@code additionalProperties} is false
 * @param outputSchema JSON Schema 2020-12 of {@link OperationResult#data()}
 * @param flow what it reads, changes and sends, and which arguments say whom or what that concerns
 */
public record OperationSpec(
        String tool,
        String name,
        String description,
        ObjectNode inputSchema,
        ObjectNode outputSchema,
        Effect effect,
        Flow flow) {
    /** An operation that declares nothing of its flow, as those of other makers' servers: it is derived from the rest. */
    public OperationSpec(
            String tool,
            String name,
            String description,
            ObjectNode inputSchema,
            ObjectNode outputSchema,
            Effect effect) {
        this(
                tool,
                name,
                description,
                inputSchema,
                outputSchema,
                effect,
                FlowRule.derive(name, description, inputSchema));
    }

    /** The same, with what it does to information derived from the rest, whatever its server says about itself. */
    OperationSpec judgedBySchema() {
        return new OperationSpec(tool, name, description, inputSchema, outputSchema, effect);
    }

    /** The tool every agent has: its operations are called by their bare names. */
    public static final String CORE = "core";

    /** As written by people: {@code file_edit.write_file}. */
    public String id() {
        return tool + "." + name;
    }

    /**
     * As sent to model providers, whose function names allow no dot: {@code file_edit__write_file}. A third party's tool is
     * one function, so that its name is the tool's: {@code memory__read_graph}.
     */
    public String functionName() {
        if (tool.equals(CORE)) {
            return name;
        }
        return ThirdPartyName.isTool(tool) ? tool : tool + "__" + name;
    }
}
