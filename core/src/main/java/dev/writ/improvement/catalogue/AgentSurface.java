package dev.writ.improvement.catalogue;

import dev.writ.WritException;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.model.ModelTier;
import dev.writ.permission.StartTool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What may become of an agent in one trial: one document, one tool, one tier, a few lines of its instruction. */
record AgentSurface(Definitions definitions, Powers powers) {
    private static final int MOST_DOCUMENTS = 20;
    private static final int LONGEST_INSTRUCTION = 20_000;

    Optional<String> refusal(Definition active, ObjectNode content, boolean byPerson) {
        return documents(active.content(), content)
                .or(() -> tools(active.content(), content))
                .or(() -> tier(active.content(), content))
                .or(() -> instruction(active.content(), content, byPerson));
    }

    private Optional<String> documents(ObjectNode before, ObjectNode after) {
        if (after.path("documents").equals(before.path("documents"))) {
            return Optional.empty();
        }
        boolean list = after.path("documents").isArray()
                && after.path("documents").valueStream().allMatch(JsonNode::isString);
        List<String> names = documents(after);
        if (!list || names.size() > MOST_DOCUMENTS || names.stream().distinct().count() < names.size()) {
            return Optional.of("'documents' is no list of at most " + MOST_DOCUMENTS + " names.");
        }
        if (difference(documents(before), names) > 1) {
            return Optional.of("A trial adds or removes one document.");
        }
        return names.stream()
                .filter(name -> !documents(before).contains(name))
                .filter(name -> definitions
                        .find(EntityKind.DOCUMENT, name)
                        .filter(document -> document.status() == DefinitionStatus.ACTIVE)
                        .isEmpty())
                .findFirst()
                .map(name -> "There is no document '" + name + "' in use.");
    }

    private Optional<String> tools(ObjectNode before, ObjectNode after) {
        try {
            List<StartTool> present = StartTool.readAll(before.path(StoredAgents.TOOLS));
            List<StartTool> wanted = StartTool.readAll(after.path(StoredAgents.TOOLS));
            if (difference(
                            present.stream().map(StartTool::tool).toList(),
                            wanted.stream().map(StartTool::tool).toList())
                    > 1) {
                return Optional.of("A trial adds or removes one tool.");
            }
            return wanted.stream()
                    .filter(tool -> !powers.isKnownTool(tool.tool()))
                    .findFirst()
                    .map(tool -> "There is no tool '" + tool.tool() + "'.");
        } catch (WritException e) {
            return Optional.of(e.failure().message());
        }
    }

    private static Optional<String> tier(ObjectNode before, ObjectNode after) {
        if (after.path("tier").equals(before.path("tier"))) {
            return Optional.empty();
        }
        Optional<ModelTier> wanted = tier(after);
        if (wanted.isEmpty()) {
            return Optional.of("'tier' is none of small, standard, large.");
        }
        return wanted.get().isNextTo(tier(before).orElse(ModelTier.STANDARD))
                ? Optional.empty()
                : Optional.of("A trial goes one tier up or down.");
    }

    private static Optional<ModelTier> tier(ObjectNode content) {
        String id = content.path("tier").asString("");
        return Arrays.stream(ModelTier.values())
                .filter(tier -> tier.id().equals(id))
                .findFirst();
    }

    private static Optional<String> instruction(ObjectNode before, ObjectNode after, boolean byPerson) {
        JsonNode wanted = after.path("instruction");
        if (wanted.equals(before.path("instruction"))) {
            return Optional.empty();
        }
        if (!wanted.isString()
                || wanted.stringValue().isBlank()
                || wanted.stringValue().length() > LONGEST_INSTRUCTION) {
            return Optional.of("'instruction' is no text of 1 to " + LONGEST_INSTRUCTION + " characters.");
        }
        return byPerson
                ? Optional.empty()
                : InstructionDelta.between(before.path("instruction").asString(""), wanted.stringValue())
                        .refusal();
    }

    static List<String> documents(ObjectNode content) {
        return content.path("documents")
                .valueStream()
                .map(name -> name.asString(""))
                .toList();
    }

    /** How many are in one of the two and not in the other. */
    private static int difference(List<String> one, List<String> other) {
        List<String> gone = new ArrayList<>(one);
        gone.removeAll(other);
        List<String> come = new ArrayList<>(other);
        come.removeAll(one);
        return gone.size() + come.size();
    }
}
