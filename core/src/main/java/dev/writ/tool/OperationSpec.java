package dev.writ.tool;

import dev.writ.label.Flow;
import dev.writ.label.FlowRule;
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

    /** The tool every agent has: its operations are called by their bare names. */
    public static final String CORE = "core";

    /** As written by people: {@code file_edit.write_file}. */
    public String id() {
        return tool + "." + name;
    }

    /** As sent to model providers, whose function names allow no dot: {@code file_edit__write_file}. */
    public String functionName() {
        return tool.equals(CORE) ? name : tool + "__" + name;
    }
}
