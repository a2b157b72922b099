package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.EntityKind;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Quarantine;
import dev.writ.entity.Relationship;
import dev.writ.entity.Relationships;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /agents}, {@code /tools}, {@code /processes}, {@code /documents}: browse and change definitions. */
final class EntityRoutes implements Routes {
    private final ApiParts parts;
    private final Relationships relationships;

    EntityRoutes(ApiParts parts) {
        this.parts = parts;
        this.relationships = new Relationships(parts.database(), parts.events(), parts.clock());
    }

    @Override
    public void addTo(Api api) {
        addKind(api, "/agents", EntityKind.AGENT);
        addKind(api, "/tools", EntityKind.TOOL);
        addKind(api, "/processes", EntityKind.PROCESS);
        addKind(api, "/documents", EntityKind.DOCUMENT);
    }

    private void addKind(Api api, String path, EntityKind kind) {
        String one = path + "/{name}";
        api.get(path, request -> list(request, kind))
                .get(one, request -> full(parts.definitions().get(kind, request.path("name"))))
                .get(one + "/versions", request -> versions(request, kind))
                .get(one + "/relations", request -> relations(request, kind))
                .get(one + "/diff", request -> diff(request, kind))
                .create(path, request -> {
                    ApiBody body = request.body(Set.of("name", "content", "reason"));
                    return full(parts.definitions()
                            .create(
                                    kind,
                                    body.text("name", ""),
                                    body.requiredObject("content"),
                                    change(request, body)));
                })
                .patch(one, request -> {
                    ApiBody body = request.body(Set.of("changes", "expected_version", "reason"));
                    return full(parts.definitions()
                            .update(
                                    kind,
                                    request.path("name"),
                                    body.requiredObject("changes"),
                                    body.number("expected_version"),
                                    change(request, body)));
                })
                .post(one + "/rollback", request -> {
                    ApiBody body = request.body(Set.of("version", "reason"));
                    return full(parts.definitions()
                            .rollback(kind, request.path("name"), body.number("version"), change(request, body)));
                })
                .post(one + "/deactivate", request -> {
                    ApiBody body = request.body(Set.of("reason"));
                    return full(parts.definitions()
                            .setStatus(kind, request.path("name"), DefinitionStatus.INACTIVE, change(request, body)));
                })
                .post(one + "/activate", request -> {
                    ApiBody body = request.body(Set.of("reason"));
                    return full(parts.definitions()
                            .setStatus(kind, request.path("name"), DefinitionStatus.ACTIVE, change(request, body)));
                });
    }

    private JsonNode list(ApiRequest request, EntityKind kind) {
        int limit = (int) request.number("limit", 100, 1, 200);
        List<Definition> found = request.query("q").isBlank()
                ? parts.definitions()
                        .list(DefinitionFilter.all()
                                .ofKind(kind)
                                .named(request.query("name"))
                                .atMost(limit))
                        .definitions()
                : parts.definitions().search(Optional.of(kind), request.query("q"), limit);
        ArrayNode list = Json.array();
        found.forEach(definition -> list.add(summary(definition)));
        return list;
    }

    private JsonNode relations(ApiRequest request, EntityKind kind) {
        Definition here = parts.definitions().get(kind, request.path("name"));
        ArrayNode list = Json.array();
        for (Relationship relationship : relationships.related(kind, here.id())) {
            boolean from = relationship.source().equals(here.ref());
            EntityRef other = from ? relationship.target() : relationship.source();
            list.addObject()
                    .put("type", relationship.type())
                    .put("direction", from ? "to" : "from")
                    .put("kind", other.kind().id())
                    .put("id", other.id())
                    .put("name", name(other))
                    .put("strength", relationship.strength())
                    .put("created_at", relationship.createdAt().toString());
        }
        return list;
    }

    private String name(EntityRef entity) {
        return entity.kind().isDefinition()
                ? parts.definitions().get(entity.kind(), entity.id()).name()
                : entity.id();
    }

    private JsonNode versions(ApiRequest request, EntityKind kind) {
        String id = parts.definitions().get(kind, request.path("name")).id();
        Map<Integer, String> marks = parts.database().read(Quarantine::marks).stream()
                .filter(mark -> mark.entity().equals(id))
                .collect(Collectors.toMap(Quarantine.Mark::version, Quarantine.Mark::incident));
        ArrayNode list = Json.array();
        for (DefinitionVersion version : parts.definitions().history(kind, request.path("name"))) {
            ObjectNode json = list.addObject()
                    .put("version", version.version())
                    .put("author", version.author())
                    .put("reason", version.reason())
                    .put("hash", version.hash())
                    .put("created_at", version.createdAt().toString());
            json.set("content", version.content());
            if (marks.containsKey(version.version())) {
                json.put("quarantined_by", marks.get(version.version()));
            }
        }
        return list;
    }

    private JsonNode diff(ApiRequest request, EntityKind kind) {
        int from = (int) request.number("from", 1, 1, Integer.MAX_VALUE);
        int to = (int) request.number("to", from + 1L, 1, Integer.MAX_VALUE);
        return Json.object()
                .put("from", from)
                .put("to", to)
                .put("diff", parts.definitions().diff(kind, request.path("name"), from, to));
    }

    private static Change change(ApiRequest request, ApiBody body) {
        return Change.by(request.actor(), body.text("reason", ""));
    }

    private static ObjectNode summary(Definition definition) {
        return Json.object()
                .put("id", definition.id())
                .put("kind", definition.kind().id())
                .put("name", definition.name())
                .put("version", definition.activeVersion())
                .put("status", definition.status().name().toLowerCase(Locale.ROOT))
                .put("summary", definition.summary())
                .put("updated_at", definition.updatedAt().toString());
    }

    private static ObjectNode full(Definition definition) {
        ObjectNode json = summary(definition);
        json.put("row_version", definition.revision());
        json.set("content", definition.content());
        return json;
    }
}
