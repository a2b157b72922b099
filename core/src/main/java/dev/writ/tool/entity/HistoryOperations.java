package dev.writ.tool.entity;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.PreparedCall;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The versions of a definition and what differs between them. */
final class HistoryOperations {
    private final Definitions definitions;

    HistoryOperations(Definitions definitions) {
        this.definitions = definitions;
    }

    List<Operation> operations() {
        return List.of(
                EntityOperation.of(
                        "history", Effect.PURE, """
                        Lists the versions of an agent, process, tool or document, newest first: who wrote each, when \
                        and why.""", """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "id"], "properties": {
                          "kind": %s,
                          "id": {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS), """
                        {"type": "object", "required": ["kind", "id", "versions"], "properties": {
                          "kind": {"type": "string"}, "id": {"type": "string"},
                          "versions": {"type": "array", "items": {"type": "object",
                            "required": ["version", "active", "author", "reason", "created_at", "hash"]}}}}
                        """, this::history),
                EntityOperation.of(
                        "diff_versions",
                        Effect.PURE,
                        """
                        Shows what differs between two versions of an agent, process, tool or document, as a unified \
                        diff.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "id", "from", "to"],
                         "properties": {
                          "kind": %s,
                          "id": {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name"},
                          "from": {"type": "integer", "minimum": 1, "description": "version to start from"},
                          "to": {"type": "integer", "minimum": 1, "description": "version to compare it with"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS),
                        """
                        {"type": "object", "required": ["diff"], "properties": {"diff": {"type": "string"}}}
                        """,
                        this::diff));
    }

    private PreparedCall history(ObjectNode arguments, CallContext context) {
        EntityKind kind = versioned(arguments);
        String id = arguments.get("id").asString();
        return PreparedCall.of(read(kind, id), call -> {
            Definition definition = definitions.get(kind, id);
            ArrayNode versions = Json.array();
            StringBuilder text = new StringBuilder();
            for (DefinitionVersion version : definitions.history(kind, definition.id())) {
                boolean active = version.version() == definition.activeVersion();
                versions.add(Json.object()
                        .put("version", version.version())
                        .put("active", active)
                        .put("author", version.author())
                        .put("reason", version.reason())
                        .put("created_at", version.createdAt().toString())
                        .put("hash", version.hash()));
                text.append("%sversion %d by %s at %s: %s%n"
                        .formatted(
                                active ? "* " : "  ",
                                version.version(),
                                version.author(),
                                version.createdAt(),
                                Summaries.oneLine(version.reason())));
            }
            ObjectNode data = Json.object().put("kind", kind.id()).put("id", definition.id());
            data.set("versions", versions);
            return new OperationResult(data, text.toString());
        });
    }

    private PreparedCall diff(ObjectNode arguments, CallContext context) {
        EntityKind kind = versioned(arguments);
        String id = arguments.get("id").asString();
        int from = arguments.get("from").asInt();
        int to = arguments.get("to").asInt();
        return PreparedCall.of(read(kind, id), call -> {
            String diff = definitions.diff(kind, id, from, to);
            return new OperationResult(
                    Json.object().put("diff", diff), diff.isEmpty() ? "The two versions are the same." : diff);
        });
    }

    private static List<Access> read(EntityKind kind, String id) {
        return List.of(new EntityAccess(kind, EntityVerb.READ, id));
    }

    private static EntityKind versioned(ObjectNode arguments) {
        EntityKind kind = EntityManagerServer.kind(arguments, "kind");
        if (kind.isDefinition()) {
            return kind;
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "A " + kind.id() + " has no versions.",
                "Use list_entities with kind event and a filter by task or entity to see what happened.");
    }
}
