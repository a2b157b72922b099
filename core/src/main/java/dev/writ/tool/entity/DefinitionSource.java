package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionPage;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.SearchWords;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Definitions of one kind. */
record DefinitionSource(Definitions definitions, EntityKind kind) implements EntitySource {

    @Override
    public ObjectNode get(String id, OptionalInt version) {
        Definition definition = definitions.get(kind, id);
        int shown = version.orElse(definition.activeVersion());
        DefinitionVersion content = definitions.version(kind, definition.id(), shown);
        return Json.object()
                .put("kind", kind.id())
                .put("id", definition.id())
                .put("name", definition.name())
                .put("version", shown)
                .put("active_version", definition.activeVersion())
                .put("status", definition.status().id())
                .put("author", content.author())
                .put("reason", content.reason())
                .put("created_at", definition.createdAt().toString())
                .put("updated_at", definition.updatedAt().toString())
                .set("content", content.content());
    }

    @Override
    public Page list(ObjectNode filter, int limit, String cursor) {
        EntityFilter fields = EntityFilter.checked(filter, kind, Set.of("status", "name"));
        String status = fields.text("status");
        DefinitionPage page = definitions.list(new DefinitionFilter(
                Optional.of(kind),
                status.isEmpty() ? Optional.empty() : Optional.of(DefinitionStatus.parse(status)),
                fields.text("name"),
                limit,
                cursor));
        return new Page(page.definitions().stream().map(Summaries::of).toList(), page.nextCursor());
    }

    @Override
    public List<ObjectNode> search(SearchWords words, int limit) {
        return definitions.search(Optional.of(kind), String.join(" ", words.words()), limit).stream()
                .map(Summaries::of)
                .toList();
    }
}
