package dev.writ.insight.anomaly;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How Writ reacts to each kind of anomaly. */
public record AnomalyPolicy(Map<AnomalyKind, Set<Reaction>> reactions) {
    private static final Set<Reaction> USUAL = Set.of(Reaction.ALERT);

    public AnomalyPolicy {
        reactions = Map.copyOf(reactions);
    }

    /** Everything alerts, nothing is suspended. */
    public static AnomalyPolicy usual() {
        return new AnomalyPolicy(Map.of());
    }

    public Set<Reaction> to(AnomalyKind kind) {
        return reactions.getOrDefault(kind, USUAL);
    }

    /**
     * Reads {@code {"rate": ["alert"], "scope_probing": ["alert", "suspend_agent"]}}; kinds left out alert.
     *
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    public static AnomalyPolicy read(JsonNode section) {
        Map<AnomalyKind, Set<Reaction>> reactions = new EnumMap<>(AnomalyKind.class);
        for (String name : section.propertyNames()) {
            JsonNode listed = section.path(name);
            if (!listed.isArray()) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The reactions to '" + name + "' are not a list.",
                        "Write for instance " + name + ": [alert].");
            }
            Set<Reaction> chosen = EnumSet.noneOf(Reaction.class);
            listed.forEach(reaction -> chosen.add(Reaction.parse(reaction.asString(""))));
            reactions.put(AnomalyKind.parse(name), chosen);
        }
        return new AnomalyPolicy(reactions);
    }
}
