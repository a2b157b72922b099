package dev.writ.permission;

import dev.writ.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The most that any grant inside a tree may allow, fixed at submission. A tool that no limit names can never be granted.
 *
 * @param protectedBranches globs of branches that no limit approves by itself to change
 */
public record Ceiling(List<Limit> limits, List<String> protectedBranches) {
    public Ceiling {
        limits = List.copyOf(limits);
        protectedBranches = List.copyOf(protectedBranches);
    }

    /** The ceiling of a tree from what its user said at submission and from the configuration. */
    public static Ceiling forSubmission(boolean hasWorkspace, Set<Allow> allow, CeilingSettings settings) {
        return new Ceiling(CeilingRules.limits(hasWorkspace, allow, settings), settings.protectedBranches());
    }

    /** The limits of a tool, those that need no person first. */
    List<Limit> of(String tool) {
        return limits.stream()
                .filter(limit -> limit.tool().equals(tool))
                .sorted(Comparator.comparing(Limit::approval))
                .toList();
    }

    public ObjectNode toJson() {
        ObjectNode node = Json.object();
        ArrayNode list = node.putArray("limits");
        limits.forEach(limit -> list.add(limit.toJson()));
        node.set("protected_branches", Json.array(protectedBranches));
        return node;
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} when the JSON is not a ceiling */
    public static Ceiling read(JsonNode node) {
        Fields fields = Fields.of(node, "ceiling", Set.of("limits", "protected_branches"));
        return new Ceiling(
                fields.elements("limits").stream().map(Limit::read).toList(),
                ScopeText.globs(fields.texts("protected_branches")));
    }
}
