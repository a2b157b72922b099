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
import dev.writ.entity.TreeVersions;
import dev.writ.entity.Tunable;
import dev.writ.model.ModelTier;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.StartTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The agents in the database, in their active versions: what people and the system itself change. Base permissions are
 * not part of the definition there; they have a table and rules of their own.
 */
public final class StoredAgents implements AgentDirectory {
    /** In the content of an agent: what its tasks get at their start. */
    public static final String TOOLS = "tools";

    private static final int MOST_AGENTS = 200;

    private final Definitions definitions;
    private final BasePermissions base;
    private final TreeVersions versions;

    public StoredAgents(Definitions definitions, BasePermissions base, TreeVersions versions) {
        this.definitions = definitions;
        this.base = base;
        this.versions = versions;
    }

    /** A shipped agent as it is put into the database. */
    public static Seed seed(AgentDefinition agent) {
        ObjectNode content = Json.object()
                .put("purpose", agent.purpose())
                .put("tier", agent.tier().id())
                .put("instruction", agent.instruction())
                .put("maximum_turns", agent.maximumTurns());
        content.set("documents", Json.array(agent.documents()));
        ArrayNode tools = content.putArray(TOOLS);
        agent.startTools().forEach(tool -> tools.add(tool.toJson()));
        return new Seed(EntityKind.AGENT, agent.name(), content);
    }

    @Override
    public AgentDefinition get(String name) {
        return get("", name);
    }

    @Override
    public AgentDefinition get(String tree, String name) {
        Definition definition = versions.find(tree, EntityKind.AGENT, name)
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
                Math.toIntExact(Tunable.TURNS.in(content)),
                startTools(content));
    }

    /** None where the list cannot be read: such content was written before it was checked. */
    private static List<StartTool> startTools(ObjectNode content) {
        try {
            return StartTool.readAll(content.path(TOOLS));
        } catch (WritException e) {
            return List.of();
        }
    }

    /**
     * Checks what this reads in the content of agents.
     *
     * @throws WritException with {@code invalid_arguments}
     */
    public static void check(EntityKind kind, ObjectNode content) {
        if (kind == EntityKind.AGENT) {
            StartTool.readAll(content.path(TOOLS));
        }
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
