package dev.writ.permission;

import dev.writ.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The most that any grant inside a tree may allow, fixed at submission. A tool that no limit names can never be granted.
 *
 * @param protectedBranches globs of branches that no limit approves by itself to change
 * @param basis what it was made from besides the configuration; empty where that is not known
 */
public record Ceiling(List<Limit> limits, List<String> protectedBranches, Optional<CeilingBasis> basis) {
    public Ceiling {
        limits = List.copyOf(limits);
        protectedBranches = List.copyOf(protectedBranches);
    }

    /** A ceiling made by hand. */
    public Ceiling(List<Limit> limits, List<String> protectedBranches) {
        this(limits, protectedBranches, Optional.empty());
    }

    /** The ceiling of a tree from what its user said at submission and from the configuration. */
    public static Ceiling forSubmission(boolean hasWorkspace, Set<Allow> allow, CeilingSettings settings) {
        return new CeilingBasis(hasWorkspace, allow, true).under(settings);
    }

    /** Whether the other says the same about a tool. */
    boolean isSameFor(String tool, Ceiling other) {
        return of(tool).equals(other.of(tool)) && protectedBranches.equals(other.protectedBranches);
    }

    /** Whether anything of the tool can be granted inside. */
    public boolean allowsSome(String tool) {
        return of(tool).stream().anyMatch(limit -> !limit.isNothing());
    }

    /**
     * The limits of a tool, those that need no person first: those that name it, or else those for every tool of its
     * server.
     */
    List<Limit> of(String tool) {
        List<Limit> own = named(tool);
        return own.isEmpty() ? named(ThirdPartyName.everyOf(tool)) : own;
    }

    /** The limits of a tool under which something can be granted; none where it is outside. */
    public List<Limit> limitsOf(String tool) {
        return of(tool).stream().filter(limit -> !limit.isNothing()).toList();
    }

    /** The limits under exactly this name. */
    List<Limit> named(String name) {
        return limits.stream()
                .filter(limit -> limit.tool().equals(name))
                .sorted(Comparator.comparing(Limit::approval))
                .toList();
    }

    public ObjectNode toJson() {
        ObjectNode node = Json.object();
        ArrayNode list = node.putArray("limits");
        limits.forEach(limit -> list.add(limit.toJson()));
        node.set("protected_branches", Json.array(protectedBranches));
        basis.ifPresent(known -> node.set("basis", known.toJson()));
        return node;
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} when the JSON is not a ceiling */
    public static Ceiling read(JsonNode node) {
        Fields fields = Fields.of(node, "ceiling", Set.of("limits", "protected_branches", "basis"));
        return new Ceiling(
                fields.elements("limits").stream().map(Limit::read).toList(),
                ScopeText.globs(fields.texts("protected_branches")),
                fields.optional("basis").map(CeilingBasis::read));
    }
}
