package dev.writ.model.playbook.turn;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that a skill needs, as little of it as serves.
 *
 * @param purpose continues "To do that I …", for instance {@code read the files below src}
 * @param duration how long it is needed, for instance {@code 30m}; empty for the tool's usual time
 */
public record Need(String tool, List<String> operations, ObjectNode scope, String purpose, String duration) {
    public Need {
        operations = List.copyOf(operations);
    }

    String function(String operation) {
        return tool + "__" + operation;
    }
}
