package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Relationship;
import dev.writ.entity.Relationships;
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

/** Connecting entities and seeing what is connected. */
final class RelationshipOperations {
    private static final String ENDS = """
            "source_kind": %1$s,
            "source": {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name"},
            "target_kind": %1$s,
            "target": {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name"},
            "type": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$",
              "description": "what the relationship means, for instance documents or depends_on"}
            """.formatted(EntityManagerServer.ALL_KINDS);
    private static final String RELATIONSHIP = """
            {"type": "object",
             "required": ["source_kind", "source", "target_kind", "target", "type", "strength"], "properties": {
              "source_kind": {"type": "string"}, "source": {"type": "string"},
              "target_kind": {"type": "string"}, "target": {"type": "string"},
              "type": {"type": "string"}, "strength": {"type": "number"}}}
            """;

    private final Relationships relationships;

    RelationshipOperations(Relationships relationships) {
        this.relationships = relationships;
    }

    List<Operation> operations() {
        return List.of(
                EntityOperation.of("relate", Effect.IDEMPOTENT, """
                        Connects two entities with a type and a strength; an existing connection of the type gets the \
                        new strength.""", """
                        {"type": "object", "additionalProperties": false,
                         "required": ["source_kind", "source", "target_kind", "target", "type"], "properties": {
                          %s,
                          "strength": {"type": "number", "minimum": 0, "maximum": 1,
                            "description": "0 (hardly) to 1 (fully); 1 when left out"}}}
                        """.formatted(ENDS), RELATIONSHIP, this::relate),
                EntityOperation.of("unrelate", Effect.IDEMPOTENT, """
                        Removes the connection of this type between two entities.""", """
                        {"type": "object", "additionalProperties": false,
                         "required": ["source_kind", "source", "target_kind", "target", "type"], "properties": {
                          %s}}
                        """.formatted(ENDS), """
                        {"type": "object", "required": ["removed"], "properties": {"removed": {"type": "boolean"}}}
                        """, this::unrelate),
                EntityOperation.of(
                        "related",
                        Effect.PURE,
                        """
                        Lists what an entity is connected with, in both directions, the strongest first.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "id"], "properties": {
                          "kind": %s,
                          "id": {"type": "string", "minLength": 1, "maxLength": 200, "description": "id or name"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS),
                        """
                        {"type": "object", "required": ["relationships"], "properties": {
                          "relationships": {"type": "array", "items": %s}}}
                        """.formatted(RELATIONSHIP),
                        this::related));
    }

    private PreparedCall relate(ObjectNode arguments, CallContext context) {
        EntityRef source = ref(arguments, "source_kind", "source");
        EntityRef target = ref(arguments, "target_kind", "target");
        String type = arguments.get("type").asString();
        double strength = arguments.path("strength").asDouble(1);
        return PreparedCall.of(accesses(source, target), call -> {
            Relationship made = relationships.relate(
                    source, target, type, strength, EntityManagerServer.change(arguments, context));
            return new OperationResult(data(made), line(made));
        });
    }

    private PreparedCall unrelate(ObjectNode arguments, CallContext context) {
        EntityRef source = ref(arguments, "source_kind", "source");
        EntityRef target = ref(arguments, "target_kind", "target");
        String type = arguments.get("type").asString();
        return PreparedCall.of(accesses(source, target), call -> {
            boolean removed =
                    relationships.unrelate(source, target, type, EntityManagerServer.change(arguments, context));
            return new OperationResult(
                    Json.object().put("removed", removed), removed ? "Removed." : "There was no such relationship.");
        });
    }

    private PreparedCall related(ObjectNode arguments, CallContext context) {
        EntityRef entity = ref(arguments, "kind", "id");
        return PreparedCall.of(List.of(access(entity, EntityVerb.READ)), call -> {
            List<Relationship> found = relationships.related(entity.kind(), entity.id());
            ArrayNode list = Json.array();
            StringBuilder text = new StringBuilder(found.isEmpty() ? "It has no relationships." : "");
            for (Relationship relationship : found) {
                list.add(data(relationship));
                text.append(line(relationship)).append('\n');
            }
            return new OperationResult(Json.object().set("relationships", list), text.toString());
        });
    }

    private static EntityRef ref(ObjectNode arguments, String kind, String id) {
        EntityKind parsed = EntityManagerServer.kind(arguments, kind);
        return new EntityRef(parsed, arguments.get(id).asString());
    }

    private static List<Access> accesses(EntityRef source, EntityRef target) {
        return List.of(access(source, EntityVerb.WRITE), access(target, EntityVerb.READ));
    }

    private static EntityAccess access(EntityRef entity, EntityVerb verb) {
        return new EntityAccess(entity.kind(), verb, entity.id());
    }

    private static ObjectNode data(Relationship relationship) {
        return Json.object()
                .put("source_kind", relationship.source().kind().id())
                .put("source", relationship.source().id())
                .put("target_kind", relationship.target().kind().id())
                .put("target", relationship.target().id())
                .put("type", relationship.type())
                .put("strength", relationship.strength());
    }

    private static String line(Relationship relationship) {
        return "%s %s %s (strength %s)"
                .formatted(relationship.source(), relationship.type(), relationship.target(), relationship.strength());
    }
}
