package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.PreparedCall;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Changing agents, processes, tools and documents. */
final class WriteOperations {
    private static final String CHANGED = """
            {"type": "object", "required": ["kind", "id", "name", "version", "status"], "properties": {
              "kind": {"type": "string"}, "id": {"type": "string"}, "name": {"type": "string"},
              "version": {"type": "integer"}, "status": {"type": "string"}}}
            """;
    private static final String ID = """
            {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name of the entity"}""";
    private static final String REASON = """
            {"type": "string", "maxLength": 2000, "description": "why, for those who read the history"}""";

    private final Definitions definitions;

    WriteOperations(Definitions definitions) {
        this.definitions = definitions;
    }

    List<Operation> operations() {
        return List.of(
                EntityOperation.of(
                        "create_entity",
                        Effect.UNSAFE,
                        """
                        Creates an agent, process, tool or document with version 1. The name must be new within its \
                        kind. Tasks and events are not created here.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "name", "content"],
                         "properties": {
                          "kind": %s,
                          "name": {"type": "string", "minLength": 1, "maxLength": 200, "description": "name for people"},
                          "content": {"type": "object", "description": "the definition itself; for a document \
                        usually {\\"description\\": one line, \\"text\\": the words}"},
                          "reason": %s}}
                        """.formatted(EntityManagerServer.ALL_KINDS, REASON),
                        CHANGED,
                        this::create),
                EntityOperation.of(
                        "update_entity",
                        Effect.UNSAFE,
                        """
                        Writes a new version of an agent, process, tool or document and makes it active. Fails when \
                        someone else changed it since it was read.""",
                        """
                        {"type": "object", "additionalProperties": false,
                         "required": ["kind", "id", "changes", "expected_version"], "properties": {
                          "kind": %s,
                          "id": %s,
                          "changes": {"type": "object",
                            "description": "JSON merge patch of the content: fields given replace, null removes"},
                          "expected_version": {"type": "integer", "minimum": 1,
                            "description": "version that get_entity showed"},
                          "reason": %s}}
                        """.formatted(EntityManagerServer.ALL_KINDS, ID, REASON),
                        CHANGED,
                        this::update),
                EntityOperation.of(
                        "rollback_entity",
                        Effect.IDEMPOTENT,
                        """
                        Makes an earlier version active again. Nothing is lost: the versions after it stay in the \
                        history.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "id", "version"],
                         "properties": {
                          "kind": %s,
                          "id": %s,
                          "version": {"type": "integer", "minimum": 1, "description": "version to make active"},
                          "reason": %s}}
                        """.formatted(EntityManagerServer.ALL_KINDS, ID, REASON),
                        CHANGED,
                        this::rollback),
                status("deactivate_entity", DefinitionStatus.INACTIVE, """
                        Takes an agent, process, tool or document out of use. It stays readable and can be activated \
                        again."""),
                status("activate_entity", DefinitionStatus.ACTIVE, """
                        Puts a deactivated agent, process, tool or document back into use."""));
    }

    private PreparedCall create(ObjectNode arguments, CallContext context) {
        EntityKind kind = EntityManagerServer.changeable(arguments);
        String name = arguments.get("name").asString();
        ObjectNode content = (ObjectNode) arguments.get("content");
        return write(
                kind,
                "",
                "Created",
                () -> definitions.create(kind, name, content, EntityManagerServer.change(arguments, context)));
    }

    private PreparedCall update(ObjectNode arguments, CallContext context) {
        EntityKind kind = EntityManagerServer.changeable(arguments);
        String id = arguments.get("id").asString();
        ObjectNode changes = (ObjectNode) arguments.get("changes");
        int expected = arguments.get("expected_version").asInt();
        return write(
                kind,
                id,
                "Updated",
                () -> definitions.update(kind, id, changes, expected, EntityManagerServer.change(arguments, context)));
    }

    private PreparedCall rollback(ObjectNode arguments, CallContext context) {
        EntityKind kind = EntityManagerServer.changeable(arguments);
        String id = arguments.get("id").asString();
        int version = arguments.get("version").asInt();
        return write(
                kind,
                id,
                "Rolled back",
                () -> definitions.rollback(kind, id, version, EntityManagerServer.change(arguments, context)));
    }

    private Operation status(String name, DefinitionStatus status, String description) {
        return EntityOperation.of(
                name,
                Effect.IDEMPOTENT,
                description,
                """
                {"type": "object", "additionalProperties": false, "required": ["kind", "id"], "properties": {
                  "kind": %s,
                  "id": %s,
                  "reason": %s}}
                """.formatted(EntityManagerServer.ALL_KINDS, ID, REASON),
                CHANGED,
                (arguments, context) -> {
                    EntityKind kind = EntityManagerServer.changeable(arguments);
                    String id = arguments.get("id").asString();
                    return write(
                            kind,
                            id,
                            "Now " + status.id() + ":",
                            () -> definitions.setStatus(
                                    kind, id, status, EntityManagerServer.change(arguments, context)));
                });
    }

    private static PreparedCall write(EntityKind kind, String id, String done, Supplier<Definition> body) {
        return PreparedCall.of(List.of(new EntityAccess(kind, EntityVerb.WRITE, id)), call -> {
            Definition changed = body.get();
            ObjectNode data = Json.object()
                    .put("kind", kind.id())
                    .put("id", changed.id())
                    .put("name", changed.name())
                    .put("version", changed.activeVersion())
                    .put("status", changed.status().id());
            String text = "%s %s '%s' (%s), version %d."
                    .formatted(done, kind.id(), changed.name(), changed.id(), changed.activeVersion());
            return new OperationResult(data, text);
        });
    }
}
