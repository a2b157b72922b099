package dev.writ.permission;

import dev.writ.Json;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of a ceiling: what may be granted of a tool, and who says yes.
 *
 * @param operations names of the operations; empty means all of the tool
 * @param maximumDuration the longest grant; zero means that the tool is named and nothing of it may be granted
 */
public record Limit(String tool, Set<String> operations, Scope scope, Duration maximumDuration, Approval approval) {
    /** Who says yes to a grant inside a limit. */
    public enum Approval {
        /** The rule itself. */
        AUTO,
        /** A person. */
        PERSON
    }

    public Limit {
        operations = Set.copyOf(operations);
    }

    /** Whether nothing can be granted under it. */
    boolean isNothing() {
        return maximumDuration.isZero();
    }

    /** The same, where a person says yes. */
    Limit asking() {
        return new Limit(tool, operations, scope, maximumDuration, Approval.PERSON);
    }

    boolean hasOperations(Set<String> wanted) {
        return operations.isEmpty() || (!wanted.isEmpty() && operations.containsAll(wanted));
    }

    ObjectNode toJson() {
        ObjectNode node = Json.object();
        node.put("tool", tool);
        node.set("operations", Json.array(operations.stream().sorted().toList()));
        node.set("scope", ScopeJson.write(scope));
        node.put("maximum_seconds", maximumDuration.toSeconds());
        node.put("approval", approval == Approval.AUTO ? "auto" : "person");
        return node;
    }

    static Limit read(JsonNode node) {
        Fields fields = Fields.of(node, "limit", Set.of("tool", "operations", "scope", "maximum_seconds", "approval"));
        String tool = fields.text("tool");
        return new Limit(
                tool,
                Set.copyOf(fields.texts("operations")),
                ScopeJson.stored(tool, fields.required("scope")),
                Duration.ofSeconds(Math.max(0, fields.number("maximum_seconds"))),
                switch (fields.text("approval")) {
                    case "auto" -> Approval.AUTO;
                    case "person" -> Approval.PERSON;
                    default ->
                        throw Fields.invalid("The approval of a limit is auto or person.", "Use one of the two.");
                });
    }
}
