package dev.writ.model;

import dev.writ.task.Message;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One turn's input.
 *
 * @param agent name of the agent that asks
 * @param task id of its task, for recordings
 * @param turn number of the turn within the task, from 1
 * @param messages the whole conversation, instruction first
 * @param functions what the model may call; empty for none
 * @param maximumOutputTokens the reply's limit
 */
public record ModelRequest(
        String agent,
        String task,
        int turn,
        ModelTier tier,
        List<Message> messages,
        List<Function> functions,
        int maximumOutputTokens) {
    public ModelRequest {
        messages = List.copyOf(messages);
        functions = List.copyOf(functions);
    }

    /** A callable function as models see it. */
    public record Function(String name, String description, ObjectNode parameters) {}
}
