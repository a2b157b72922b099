package dev.writ.mcp.server;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the client has answered so far to what this request asked. Each answer has the form the specification gives it,
 * and fits the form that was asked; that a person gave it is the client's word alone.
 *
 * @param note what the handler noted when it asked
 */
public record Answers(Map<String, ObjectNode> byName, String note) {
    public static final Answers NONE = new Answers(Map.of(), "");

    public Answers {
        byName = Map.copyOf(byName);
    }

    public Optional<ObjectNode> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
