package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.entity.ContentText;
import dev.writ.entity.EntityKind;
import dev.writ.entity.SearchWords;
import dev.writ.permission.Access;
import dev.writ.permission.Access.EntityAccess;
import dev.writ.permission.Access.EntityVerb;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.PreparedCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Reading entities of all six kinds. */
final class ReadOperations {
    private static final int LARGEST_PAGE = 200;
    private static final int LONGEST_TEXT = 40_000;

    private static final String SUMMARIES = """
            {"type": "object", "required": ["entities", "next_cursor"], "properties": {
              "entities": {"type": "array", "items": {"type": "object",
                "required": ["kind", "id", "name", "version", "status", "summary"], "properties": {
                "kind": {"type": "string"}, "id": {"type": "string"}, "name": {"type": "string"},
                "version": {"type": "integer"}, "status": {"type": "string"}, "summary": {"type": "string"}}}},
              "next_cursor": {"type": "string"}}}
            """;

    private final Function<EntityKind, EntitySource> sources;

    ReadOperations(Function<EntityKind, EntitySource> sources) {
        this.sources = sources;
    }

    List<Operation> operations() {
        return List.of(
                EntityOperation.of(
                        "get_entity", Effect.PURE, """
                        Reads one entity completely. For agents, processes, tools and documents an older version can \
                        be asked for; for a task the answer holds its result, subtasks and dependencies.""", """
                        {"type": "object", "additionalProperties": false, "required": ["kind", "id"], "properties": {
                          "kind": %s,
                          "id": {"type": "string", "minLength": 1, "maxLength": 200,
                            "description": "id; the name also serves for agents, processes, tools and documents"},
                          "version": {"type": "integer", "minimum": 1,
                            "description": "version of a definition; the active one when left out"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS), """
                        {"type": "object", "required": ["entity"], "properties": {"entity": {"type": "object",
                          "required": ["kind", "id", "name", "version", "status", "content"]}}}
                        """, this::get),
                EntityOperation.of(
                        "list_entities",
                        Effect.PURE,
                        """
                        Lists entities of one kind, a page at a time: definitions by name, tasks and events newest \
                        first.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["kind"], "properties": {
                          "kind": %s,
                          "filter": {"type": "object", "additionalProperties": false,
                            "description": "only entities that fit all fields given",
                            "properties": {
                              "status": {"enum": ["active", "inactive"], "description": "definitions"},
                              "name": {"type": "string", "description": "part of the name; definitions and tasks"},
                              "state": {"type": "string", "description": "tasks, for instance failed"},
                              "tree": {"type": "string", "description": "tasks and events of one request"},
                              "parent": {"type": "string", "description": "tasks: subtasks of this task"},
                              "agent": {"type": "string", "description": "tasks and events of this agent"},
                              "task": {"type": "string", "description": "events of this task"},
                              "type": {"type": "string",
                                "description": "events: type or its first part, for instance tool.failed or tool"},
                              "entity": {"type": "string", "description": "events about this entity, by id"},
                              "outcome": {"type": "string", "description": "events, for instance denied"},
                              "since": {"type": "string", "description": "tasks and events from this ISO time on"},
                              "until": {"type": "string", "description": "tasks and events before this ISO time"}}},
                          "limit": {"type": "integer", "minimum": 1, "maximum": 200,
                            "description": "entities a page; 50 when left out"},
                          "cursor": {"type": "string", "maxLength": 300,
                            "description": "next_cursor of the page before"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS),
                        SUMMARIES,
                        this::list),
                EntityOperation.of(
                        "search_entities",
                        Effect.PURE,
                        """
                        Finds entities whose name or content has all the words, whatever their case. Give the kind \
                        where it is known: without it, reading every kind must be allowed.""",
                        """
                        {"type": "object", "additionalProperties": false, "required": ["query"], "properties": {
                          "kind": %s,
                          "query": {"type": "string", "minLength": 1, "maxLength": 500,
                            "description": "words to find, at most eight"},
                          "limit": {"type": "integer", "minimum": 1, "maximum": 200,
                            "description": "results of each kind; 20 when left out"}}}
                        """.formatted(EntityManagerServer.ALL_KINDS),
                        SUMMARIES,
                        this::search));
    }

    private PreparedCall get(ObjectNode arguments, CallContext context) {
        EntityKind kind = EntityManagerServer.kind(arguments, "kind");
        String id = arguments.get("id").asString();
        OptionalInt version = arguments.has("version")
                ? OptionalInt.of(arguments.get("version").asInt())
                : OptionalInt.empty();
        return PreparedCall.of(List.of(read(kind, id)), call -> {
            ObjectNode entity = sources.apply(kind).get(id, version);
            return new OperationResult(Json.object().set("entity", entity), bounded(ContentText.of(entity)));
        });
    }

    private PreparedCall list(ObjectNode arguments, CallContext context) {
        EntityKind kind = EntityManagerServer.kind(arguments, "kind");
        ObjectNode filter = arguments.get("filter") instanceof ObjectNode object ? object : Json.object();
        int limit = Math.clamp(arguments.path("limit").asInt(50), 1, LARGEST_PAGE);
        String cursor = arguments.path("cursor").asString("");
        return PreparedCall.of(List.of(read(kind, "")), call -> {
            EntitySource.Page page = sources.apply(kind).list(filter, limit, cursor);
            String more = page.nextCursor().isEmpty()
                    ? ""
                    : "There are more; ask again with cursor '" + page.nextCursor() + "'.";
            return result(page.entities(), page.nextCursor(), more);
        });
    }

    private PreparedCall search(ObjectNode arguments, CallContext context) {
        List<EntityKind> kinds = arguments.has("kind")
                ? List.of(EntityManagerServer.kind(arguments, "kind"))
                : Arrays.asList(EntityKind.values());
        SearchWords words = SearchWords.of(arguments.get("query").asString());
        int limit = Math.clamp(arguments.path("limit").asInt(20), 1, LARGEST_PAGE);
        List<Access> accesses =
                kinds.stream().<Access>map(kind -> read(kind, "")).toList();
        return PreparedCall.of(accesses, call -> {
            List<ObjectNode> found = new ArrayList<>();
            for (EntityKind kind : kinds) {
                call.checkStopped();
                found.addAll(sources.apply(kind).search(words, limit));
            }
            return result(found, "", "");
        });
    }

    private static OperationResult result(List<ObjectNode> entities, String nextCursor, String note) {
        ObjectNode data = Json.object().put("next_cursor", nextCursor);
        data.set("entities", Summaries.array(entities));
        return new OperationResult(data, Summaries.text(entities) + note);
    }

    private static EntityAccess read(EntityKind kind, String id) {
        return new EntityAccess(kind, EntityVerb.READ, id);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, LONGEST_TEXT) + "\n… cut: " + (text.length() - LONGEST_TEXT) + " characters more.";
    }
}
