package dev.writ.agent.context;

import dev.writ.Json;
import dev.writ.label.Label;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a document stands in the instruction that an agent was given.
 *
 * @param start position of its first character, from 0
 * @param length in characters
 */
public record DocumentPlace(String id, String name, int version, int start, int length, Label label) {
    /** As the event of an opening keeps it. */
    public ObjectNode toJson() {
        return Json.object()
                .put("id", id)
                .put("name", name)
                .put("version", version)
                .put("start", start)
                .put("length", length)
                .put("integrity", label.integrity().id())
                .put("confidentiality", label.confidentiality().id());
    }

    /** Reads what {@link #toJson} wrote. */
    public static DocumentPlace read(JsonNode json) {
        return new DocumentPlace(
                json.path("id").asString(""),
                json.path("name").asString(""),
                json.path("version").asInt(0),
                json.path("start").asInt(0),
                json.path("length").asInt(0),
                Label.read(
                        json.path("integrity").asString(""),
                        json.path("confidentiality").asString("")));
    }

    /** As people read it, for instance {@code untrusted-text, version 3}. */
    public String title() {
        return name + ", version " + version;
    }
}
