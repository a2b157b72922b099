package dev.writ.improvement.catalogue;

import dev.writ.WritException;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Seeder;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.Rules;
import dev.writ.permission.StartTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The surface that may be changed by trials: a list of what is allowed, so that whatever is not on it is off limits. The
 * agents that judge others are off limits as a whole, since a trial could win by changing its judge. Bounds of numbers
 * are those of {@link Tunable}; a step goes to half or double at most.
 */
public final class SurfaceRules implements Rules {
    /** Fields of the content that may be changed, by kind; the database holds the same list. */
    static final Map<EntityKind, Set<String>> SURFACE = Map.of(
            EntityKind.AGENT, Set.of("instruction", "documents", "tier", "maximum_turns", StoredAgents.TOOLS),
            EntityKind.TOOL, Set.of("settings"),
            EntityKind.PROCESS, Set.of("settings"),
            EntityKind.DOCUMENT, Set.of("summary", "keywords", "text"));

    /** Agents whose words decide what counts as done, what is granted and what is tried. */
    static final Set<String> JUDGES = Set.of("task_evaluator", "request_validation", "review_agent");

    /** What an agent is told of the dangers of what it reads. */
    private static final String SAFETY_DOCUMENT = "untrusted-text";

    private static final String PERSON = "person:";

    private final Definitions definitions;
    private final Powers powers;

    public SurfaceRules(Definitions definitions, Powers powers) {
        this.definitions = definitions;
        this.powers = powers;
    }

    @Override
    public Optional<String> refusal(Proposal proposal, Definition active) {
        if (proposal.kind() != active.kind() || !proposal.entity().equals(active.name())) {
            return Optional.of("The proposal is for another definition than '" + active.name() + "'.");
        }
        if (active.status() != DefinitionStatus.ACTIVE) {
            return Optional.of("The " + active.kind().id() + " '" + active.name() + "' is not in use.");
        }
        if (active.kind() == EntityKind.AGENT && JUDGES.contains(active.name())) {
            return Optional.of("'" + active.name() + "' judges the work of others, so no trial may change it.");
        }
        Set<String> allowed = SURFACE.getOrDefault(active.kind(), Set.of());
        if (proposal.changes().isEmpty()) {
            return Optional.of("The proposal changes nothing.");
        }
        for (Map.Entry<String, JsonNode> change : proposal.changes().properties()) {
            if (!allowed.contains(change.getKey())) {
                return Optional.of(
                        "'" + change.getKey() + "' of a " + active.kind().id() + " is not open to trials.");
            }
            if (change.getValue().isNull()) {
                return Optional.of("A trial changes '" + change.getKey() + "', it does not remove it.");
            }
        }
        ObjectNode content = active.contentWith(proposal.changes());
        if (content.equals(active.content())) {
            return Optional.of("The proposal changes nothing.");
        }
        boolean byPerson = proposal.proposedBy().startsWith(PERSON);
        return numbers(active, proposal.changes(), content, byPerson).or(() -> switch (active.kind()) {
            case AGENT -> new AgentSurface(definitions, powers).refusal(active, content, byPerson);
            case TOOL, PROCESS, DOCUMENT, TASK, EVENT -> Optional.empty();
        });
    }

    /** Whether each number is one, lies in its bounds, and is not too far from where it is. */
    private static Optional<String> numbers(
            Definition active, ObjectNode changes, ObjectNode content, boolean byPerson) {
        try {
            Tunable.check(active.kind(), active.name(), content);
        } catch (WritException e) {
            return Optional.of(e.failure().message() + " " + e.failure().hint());
        }
        JsonNode settings = changes.path("settings");
        if (!settings.isMissingNode()) {
            for (String name : settings.propertyNames()) {
                if (Tunable.of(active.kind(), active.name(), name).isEmpty()) {
                    return Optional.of("There is no setting '" + name + "' that could be tried.");
                }
                if (settings.path(name).isNull()) {
                    return Optional.of("A trial changes '" + name + "', it does not remove it.");
                }
            }
        }
        for (Tunable tunable : Tunable.of(active.kind(), active.name())) {
            long now = tunable.in(active.content());
            long then = tunable.in(content);
            if (!byPerson && (then > Steps.up(tunable, now) || then < Steps.down(tunable, now))) {
                return Optional.of("'" + tunable.path() + "' would go from " + now + " to " + then
                        + "; a step goes to half or double at most.");
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> personNeeded(Proposal proposal, Definition active) {
        ObjectNode content = active.contentWith(proposal.changes());
        return switch (active.kind()) {
            case AGENT -> ofAgent(active, content);
            case TOOL -> longerGrant(active, content);
            case DOCUMENT -> Optional.of("What documents say is read as an instruction.");
            case PROCESS, TASK, EVENT -> Optional.empty();
        };
    }

    private Optional<String> ofAgent(Definition active, ObjectNode content) {
        boolean sameWords = content.path("instruction").equals(active.content().path("instruction"));
        if (!sameWords && powers.isElevatedAgent(active.name())) {
            return Optional.of("'" + active.name() + "' has elevated powers, so a person must read its instruction.");
        }
        if (Tunable.TURNS.in(content) > Tunable.TURNS.in(active.content())) {
            return Optional.of("With more turns the agent works longer before a person is asked.");
        }
        List<String> before = AgentSurface.documents(active.content());
        List<String> after = AgentSurface.documents(content);
        if (before.contains(SAFETY_DOCUMENT) && !after.contains(SAFETY_DOCUMENT)) {
            return Optional.of("'" + SAFETY_DOCUMENT + "' tells agents what not to obey.");
        }
        return added(before, after).stream()
                .filter(document -> !isTrusted(document))
                .findFirst()
                .map(document -> "No person wrote '" + document + "', and it would be read as an instruction.")
                .or(() -> widened(active.content(), content));
    }

    private boolean isTrusted(String document) {
        return definitions
                .find(EntityKind.DOCUMENT, document)
                .map(found -> definitions
                        .version(EntityKind.DOCUMENT, found.id(), found.activeVersion())
                        .author())
                .filter(author -> author.equals(Seeder.AUTHOR) || author.startsWith(PERSON))
                .isPresent();
    }

    /** A tool at the start is no power of its own, but what is elevated or sends is not to be had without being asked for. */
    private Optional<String> widened(ObjectNode before, ObjectNode after) {
        List<StartTool> present = StartTool.readAll(before.path(StoredAgents.TOOLS));
        return StartTool.readAll(after.path(StoredAgents.TOOLS)).stream()
                .filter(tool -> !present.contains(tool))
                .filter(tool -> powers.isElevatedTool(tool.tool()) || StartTool.sends(tool.scope()))
                .findFirst()
                .map(tool -> "'" + tool.tool() + "' is too powerful to be given at the start without a person's word.");
    }

    private static Optional<String> longerGrant(Definition active, ObjectNode content) {
        return Tunable.grantMinutes(active.name())
                .filter(minutes -> minutes.in(content) > minutes.in(active.content()))
                .map(minutes -> "Grants of '" + active.name() + "' would last longer.");
    }

    private static List<String> added(List<String> before, List<String> after) {
        List<String> added = new ArrayList<>(after);
        added.removeAll(before);
        return added;
    }
}
