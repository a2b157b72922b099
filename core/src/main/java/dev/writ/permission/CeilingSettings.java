package dev.writ.permission;

import dev.writ.permission.Limit.Approval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What the configuration says about ceilings.
 *
 * @param maximum for a tool the most that any grant of it may allow; it both narrows the built-in rules and adds what
 *     they do not name, which then asks a person
 * @param autoApprove grants that need no person, wherever their tool may be used at all
 * @param protectedBranches globs of branches that always ask a person
 * @param twoPeople for which tools nothing is granted before two people have agreed
 * @param thirdPartyServers names of the servers whose tools may be used where a person says so
 */
public record CeilingSettings(
        Map<String, Limit> maximum,
        List<Limit> autoApprove,
        List<String> protectedBranches,
        TwoPeople twoPeople,
        List<String> thirdPartyServers) {
    private static final List<String> USUAL_BRANCHES = List.of("main", "master", "release/**");

    public CeilingSettings {
        maximum = Map.copyOf(maximum);
        autoApprove = List.copyOf(autoApprove);
        protectedBranches = List.copyOf(protectedBranches);
        thirdPartyServers = List.copyOf(thirdPartyServers);
    }

    /** The settings of a Writ without servers of third parties. */
    public CeilingSettings(
            Map<String, Limit> maximum, List<Limit> autoApprove, List<String> protectedBranches, TwoPeople twoPeople) {
        this(maximum, autoApprove, protectedBranches, twoPeople, List.of());
    }

    /** The same with these servers. */
    public CeilingSettings withServers(List<String> names) {
        return new CeilingSettings(maximum, autoApprove, protectedBranches, twoPeople, names);
    }

    /** The built-in rules alone. */
    public static CeilingSettings defaults() {
        return new CeilingSettings(Map.of(), List.of(), USUAL_BRANCHES, TwoPeople.NEVER);
    }

    /** Whether one of the globs names the branch, given by its short name; letter case is ignored. */
    public static boolean protects(List<String> globs, String branch) {
        String name = branch.toLowerCase(Locale.ROOT);
        return globs.stream().anyMatch(glob -> PathGlob.matches(glob.toLowerCase(Locale.ROOT), name));
    }

    /**
     * Reads the settings {@code ceiling}, {@code auto_approve}, {@code protected_branches} and {@code two_people}, each of
     * which may be missing: {@code {"ceiling": {"terminal": {"scope": {…}, "duration": "1h"}, "github": "none"}, "auto_approve":
     * [{"tool": "terminal", "scope": {…}}],
     * "two_people": ["github"]}}.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments}
     */
    public static CeilingSettings read(JsonNode settings) {
        Fields fields = Fields.of(
                settings, "ceiling settings", Set.of("ceiling", "auto_approve", "protected_branches", "two_people"));
        Map<String, Limit> maximum = new TreeMap<>();
        fields.optional("ceiling").ifPresent(tools -> {
            for (String tool : Fields.of(tools, "ceiling", Set.copyOf(tools.propertyNames()))
                    .names()) {
                maximum.put(tool, maximum(tool, tools.get(tool)));
            }
        });
        List<Limit> autoApprove = new ArrayList<>();
        for (JsonNode entry : fields.elements("auto_approve")) {
            Fields limit = Fields.of(entry, "entry of auto_approve", Set.of("tool", "operations", "scope", "duration"));
            autoApprove.add(limit(limit.text("tool"), limit, Approval.AUTO));
        }
        List<String> branches = fields.optional("protected_branches").isPresent()
                ? ScopeText.globs(fields.texts("protected_branches"))
                : USUAL_BRANCHES;
        return new CeilingSettings(maximum, autoApprove, branches, TwoPeople.read(fields.texts("two_people")));
    }

    private static Limit maximum(String tool, JsonNode node) {
        Optional<ScopeFamily> family = ScopeFamily.of(tool);
        if (family.isPresent() && node.isString() && node.stringValue().equals("none")) {
            return new Limit(tool, Set.of(), family.get().nothing(), Duration.ZERO, Approval.PERSON);
        }
        return limit(
                tool,
                Fields.of(node, "ceiling of " + Quoted.of(tool), Set.of("operations", "scope", "duration")),
                Approval.PERSON);
    }

    private static Limit limit(String tool, Fields fields, Approval approval) {
        String duration = fields.textOr("duration", "");
        return new Limit(
                tool,
                Set.copyOf(fields.texts("operations")),
                ScopeJson.read(tool, fields.required("scope")),
                duration.isEmpty() ? GrantDuration.byDefault(tool) : GrantDuration.parse(duration),
                approval);
    }
}
