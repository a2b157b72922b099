package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What an event says, in one line for people. */
final class EventText {
    private static final int LONGEST = 160;
    private static final Set<String> LEFT_OUT = Set.of("agent", "parent", "call", "effect", "attempt");

    private EventText() {}

    static String of(JsonNode event) {
        JsonNode data = event.path("data");
        List<String> parts = new ArrayList<>();
        String actor = event.path("actor").asString("");
        if (actor.startsWith("agent:")) {
            parts.add(actor.substring("agent:".length()));
        }
        if (data.has("tool") && data.has("operation")) {
            parts.add(
                    data.path("tool").asString() + "." + data.path("operation").asString());
        }
        for (String name : data.propertyNames()) {
            boolean shown = name.equals("tool") && data.has("operation") || name.equals("operation");
            if (!shown && !LEFT_OUT.contains(name)) {
                String value =
                        data.path(name).isValueNode() ? data.path(name).asString("") : Json.write(data.path(name));
                if (!value.isEmpty()) {
                    parts.add(name.equals("title") || name.equals("text") ? value : name + "=" + value);
                }
            }
        }
        String line = String.join("  ", parts).replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
