package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.event.Event;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as the API shows them. */
final class EventJson {
    private EventJson() {}

    static ArrayNode list(List<Event> events) {
        ArrayNode list = Json.array();
        events.forEach(event -> list.add(of(event)));
        return list;
    }

    static ObjectNode of(Event event) {
        ObjectNode json = Json.object()
                .put("seq", event.seq())
                .put("id", event.id())
                .put("at", event.at().toString())
                .put("type", event.type())
                .put("kind", event.kind())
                .put("entity", event.entity())
                .put("tree", event.tree())
                .put("task", event.task())
                .put("actor", event.actor())
                .put("caused_by", event.causedBy())
                .put("outcome", event.outcome())
                .put("duration_micros", event.duration().toNanos() / 1_000);
        json.set("data", event.data());
        return json;
    }
}
