package dev.writ.tool.entity;

import dev.writ.Json;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Entities in one line. */
final class Summaries {
    private static final int LENGTH = 160;

    private Summaries() {}

    static ObjectNode of(Definition definition) {
        return of(
                definition.kind(),
                definition.id(),
                definition.name(),
                definition.activeVersion(),
                definition.status().id(),
                definition.summary());
    }

    static ObjectNode of(EntityKind kind, String id, String name, long version, String status, String summary) {
        return Json.object()
                .put("kind", kind.id())
                .put("id", id)
                .put("name", name)
                .put("version", version)
                .put("status", status)
                .put("summary", oneLine(summary));
    }

    static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH - 1) + "…";
    }

    static ArrayNode array(List<ObjectNode> entities) {
        ArrayNode array = Json.array();
        entities.forEach(array::add);
        return array;
    }

    /** One line an entity. */
    static String text(List<ObjectNode> entities) {
        if (entities.isEmpty()) {
            return "Nothing found.";
        }
        StringBuilder text = new StringBuilder();
        for (ObjectNode entity : entities) {
            text.append("%s %s '%s' version %d, %s: %s%n"
                    .formatted(
                            entity.get("kind").asString(),
                            entity.get("id").asString(),
                            entity.get("name").asString(),
                            entity.get("version").asLong(),
                            entity.get("status").asString(),
                            entity.get("summary").asString()));
        }
        return text.toString();
    }
}
