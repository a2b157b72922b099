package dev.writ.tool;

import dev.writ.Json;
import dev.writ.tool.ToolPin.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool's definition part by part: what is kept of the accepted one, to show what changed. */
final class DefinitionParts {
    private static final List<String> TOOL = List.of("description", "level", "server");
    private static final List<String> OPERATION = List.of("description", "effect", "input", "output");
    /** Earlier versions kept hashes of the parts, which tell that one changed and not how. */
    private static final String WHOLE = "whole";

    private DefinitionParts() {}

    static ObjectNode of(RegisteredTool tool) {
        ObjectNode parts = Json.object()
                .put(WHOLE, true)
                .put("description", tool.spec().description())
                .put("level", tool.spec().level().name());
        if (tool.server().thirdParty()) {
            parts.put("server", tool.server().name());
        }
        ObjectNode operations = parts.putObject("operations");
        tool.operations()
                .forEach(operation -> operations
                        .putObject(operation.name())
                        .put("description", operation.description())
                        .put("effect", operation.effect().name())
                        .put("input", Json.canonical(operation.inputSchema()))
                        .put("output", Json.canonical(operation.outputSchema())));
        return parts;
    }

    /** Whether the parts are kept as they are. */
    static boolean isWhole(JsonNode parts) {
        return parts.has(WHOLE);
    }

    /** What differs; nothing where the earlier one is not known. */
    static List<Change> changes(JsonNode before, ObjectNode now) {
        List<Change> changes = new ArrayList<>();
        if (before.isEmpty()) {
            return changes;
        }
        boolean whole = isWhole(before);
        TOOL.forEach(part -> compare("tool: " + part, before.path(part), now.path(part), whole)
                .ifPresent(changes::add));
        JsonNode earlier = before.path("operations");
        JsonNode later = now.path("operations");
        Set<String> names = new TreeSet<>(earlier.propertyNames());
        names.addAll(later.propertyNames());
        for (String name : names) {
            if (!earlier.has(name)) {
                changes.add(new Change(name + ": new", Optional.empty(), Optional.of(Json.write(later.path(name)))));
            } else if (!later.has(name)) {
                changes.add(new Change(name + ": gone", text(Json.write(earlier.path(name)), whole), Optional.empty()));
            } else {
                OPERATION.forEach(part -> compare(
                                name + ": " + part,
                                earlier.path(name).path(part),
                                later.path(name).path(part),
                                whole)
                        .ifPresent(changes::add));
            }
        }
        return changes;
    }

    /** All of a definition of which nothing was accepted yet. */
    static List<Change> everything(ObjectNode now) {
        List<Change> changes = new ArrayList<>();
        TOOL.forEach(part -> changes.add(isNew("tool: " + part, now.path(part))));
        now.path("operations")
                .properties()
                .forEach(operation -> OPERATION.forEach(part -> changes.add(isNew(
                        operation.getKey() + ": " + part, operation.getValue().path(part)))));
        return changes;
    }

    private static Change isNew(String part, JsonNode now) {
        return new Change(part + ": new", Optional.empty(), Optional.of(now.asString("")));
    }

    private static Optional<Change> compare(String part, JsonNode before, JsonNode now, boolean whole) {
        String earlier = before.asString("");
        String later = now.asString("");
        // Level and effect were never hashed.
        boolean same = earlier.equals(later) || (!whole && earlier.equals(Sha256.of(later)));
        return same ? Optional.empty() : Optional.of(new Change(part, text(earlier, whole), Optional.of(later)));
    }

    private static Optional<String> text(String kept, boolean whole) {
        return whole ? Optional.of(kept) : Optional.empty();
    }
}
