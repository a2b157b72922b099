package dev.writ.task;

import dev.writ.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a task gave.
 *
 * @param text for people
 * @param findings objects with title, detail, place and severity
 * @param data for programs; its form depends on the process or agent
 */
public record TaskResult(String text, ArrayNode findings, ObjectNode data) {
    public static TaskResult of(String text, ObjectNode data) {
        return new TaskResult(text, Json.array(), data);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("text", text);
        json.set("findings", findings);
        json.set("data", data);
        return json;
    }

    public static TaskResult fromJson(ObjectNode json) {
        return new TaskResult(
                json.path("text").asString(""),
                json.path("findings") instanceof ArrayNode findings ? findings : Json.array(),
                json.path("data") instanceof ObjectNode data ? data : Json.object());
    }
}
