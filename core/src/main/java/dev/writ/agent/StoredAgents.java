package dev.writ.agent;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Seed;
import dev.writ.model.ModelTier;
import dev.writ.permission.BasePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents in the database, in their active versions: what people and the system itself change. Base permissions are
 * not part of the definition there; they have a table and rules of their own.
 */
public final class StoredAgents implements AgentDirectory {
    private static final int MOST_AGENTS = 200;
    private static final int USUAL_TURNS = 30;

    private final Definitions definitions;
    private final BasePermissions base;

    public StoredAgents(Definitions definitions, BasePermissions base) {
        this.definitions = definitions;
        this.base = base;
    }

    /** A shipped agent as it is put into the database. */
    public static Seed seed(AgentDefinition agent) {
        ObjectNode content = Json.object()
                .put("purpose", agent.purpose())
                .put("tier", agent.tier().id())
                .put("instruction", agent.instruction())
                .put("maximum_turns", agent.maximumTurns());
        content.set("documents", Json.array(agent.documents()));
        return new Seed(EntityKind.AGENT, agent.name(), content);
    }

    @Override
    public AgentDefinition get(String name) {
        Definition definition = definitions
                .find(EntityKind.AGENT, name)
                .filter(found -> found.status() == DefinitionStatus.ACTIVE)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no active agent '" + name + "'.",
                        "List them with `writ agents ls`."));
        return read(definition);
    }

    @Override
    public List<AgentDefinition> all() {
        return definitions
                .list(DefinitionFilter.all()
                        .ofKind(EntityKind.AGENT)
                        .withStatus(DefinitionStatus.ACTIVE)
                        .atMost(MOST_AGENTS))
                .definitions()
                .stream()
                .map(this::read)
                .toList();
    }

    private AgentDefinition read(Definition definition) {
        ObjectNode content = definition.content();
        List<String> documents = new ArrayList<>();
        for (JsonNode document : content.path("documents")) {
            documents.add(document.asString(""));
        }
        return new AgentDefinition(
                definition.name(),
                content.path("purpose").asString(""),
                tier(content.path("tier").asString("")),
                content.path("instruction").asString(""),
                base.list().stream()
                        .filter(permission -> permission.agent().equals(definition.name()))
                        .toList(),
                documents,
                Math.clamp(content.path("maximum_turns").asInt(USUAL_TURNS), 1, 1_000));
    }

    private static ModelTier tier(String id) {
        for (ModelTier tier : ModelTier.values()) {
            if (tier.name().toLowerCase(Locale.ROOT).equals(id)) {
                return tier;
            }
        }
        return ModelTier.STANDARD;
    }
}
