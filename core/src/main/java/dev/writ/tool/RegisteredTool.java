package dev.writ.tool;

import dev.writ.Json;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as its server offers it.
 *
 * @param definitionHash SHA-256 over everything a caller or approver relies on: name, description, level, each operation's
 *     name, description, schemas and effect, and which third party it comes from
 */
public record RegisteredTool(ToolSpec spec, ToolServer server, List<OperationSpec> operations, String definitionHash) {
    static RegisteredTool of(ToolSpec spec, ToolServer server, List<OperationSpec> operations) {
        return new RegisteredTool(spec, server, List.copyOf(operations), hash(spec, server, operations));
    }

    private static String hash(ToolSpec spec, ToolServer server, List<OperationSpec> operations) {
        ArrayNode definitions = Json.array();
        operations.stream()
                .sorted(Comparator.comparing(OperationSpec::name))
                .forEach(operation -> definitions.add(definition(operation)));
        ObjectNode whole = Json.object()
                .put("name", spec.name())
                .put("description", spec.description())
                .put("level", spec.level().name());
        if (server.thirdParty()) {
            // The same words from somebody else are another tool.
            whole.put("server", server.name());
        }
        whole.set("operations", definitions);
        return Sha256.of(Json.canonical(whole));
    }

    private static ObjectNode definition(OperationSpec operation) {
        ObjectNode definition = Json.object()
                .put("name", operation.name())
                .put("description", operation.description())
                .put("effect", operation.effect().name());
        definition.set("input", operation.inputSchema());
        definition.set("output", operation.outputSchema());
        return definition;
    }
}
