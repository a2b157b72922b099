package dev.writ.tool;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool's definition part by part, each as a hash: enough to tell what changed, and nothing of what was said. */
final class DefinitionParts {
    private static final List<String> OPERATION = List.of("description", "effect", "input", "output");

    private DefinitionParts() {}

    static ObjectNode of(RegisteredTool tool) {
        ObjectNode parts = Json.object()
                .put("description", Sha256.of(tool.spec().description()))
                .put("level", tool.spec().level().name());
        ObjectNode operations = parts.putObject("operations");
        tool.operations()
                .forEach(operation -> operations
                        .putObject(operation.name())
                        .put("description", Sha256.of(operation.description()))
                        .put("effect", operation.effect().name())
                        .put("input", Sha256.of(Json.canonical(operation.inputSchema())))
                        .put("output", Sha256.of(Json.canonical(operation.outputSchema()))));
        return parts;
    }

    /** What differs, for instance {@code read: description}, {@code write: new}; nothing where the earlier one is not known. */
    static List<String> changes(JsonNode before, JsonNode now) {
        List<String> changes = new ArrayList<>();
        if (before.isEmpty()) {
            return changes;
        }
        for (String part : List.of("description", "level")) {
            if (!before.path(part).equals(now.path(part))) {
                changes.add("tool: " + part);
            }
        }
        JsonNode earlier = before.path("operations");
        JsonNode later = now.path("operations");
        Set<String> names = new TreeSet<>(earlier.propertyNames());
        names.addAll(later.propertyNames());
        for (String name : names) {
            if (!earlier.has(name)) {
                changes.add(name + ": new");
            } else if (!later.has(name)) {
                changes.add(name + ": gone");
            } else {
                OPERATION.stream()
                        .filter(part -> !earlier.path(name)
                                .path(part)
                                .equals(later.path(name).path(part)))
                        .forEach(part -> changes.add(name + ": " + part));
            }
        }
        return changes;
    }
}
