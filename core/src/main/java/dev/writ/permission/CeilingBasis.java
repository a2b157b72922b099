package dev.writ.permission;

import dev.writ.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a ceiling is made from besides the configuration. Kept with the ceiling, so that it can be told what it would have
 * been under another configuration.
 *
 * @param workspace whether the request has a folder to work in
 * @param allow what its user said may be granted without asking
 * @param shared whether others may have the branches of its repository, which are protected then
 */
public record CeilingBasis(boolean workspace, Set<Allow> allow, boolean shared) {
    public CeilingBasis {
        allow = Set.copyOf(allow);
    }

    /** The ceiling that this submission gets under these settings. */
    public Ceiling under(CeilingSettings settings) {
        return new Ceiling(
                CeilingRules.limits(workspace, allow, settings),
                shared ? settings.protectedBranches() : List.of(),
                Optional.of(this));
    }

    ObjectNode toJson() {
        ObjectNode node = Json.object().put("workspace", workspace);
        node.set("allow", Json.array(allow.stream().map(Allow::id).sorted().toList()));
        return node.put("shared", shared);
    }

    static CeilingBasis read(JsonNode node) {
        Fields fields = Fields.of(node, "basis of a ceiling", Set.of("workspace", "allow", "shared"));
        return new CeilingBasis(
                fields.required("workspace").asBoolean(false),
                fields.texts("allow").stream().map(Allow::parse).collect(Collectors.toSet()),
                fields.required("shared").asBoolean(true));
    }
}
