package dev.writ.tool.message;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Message content as lines of text. */
final class MessageText {
    private MessageText() {}

    static String of(ObjectNode content) {
        List<String> lines = new ArrayList<>();
        if (content.has("title")) {
            lines.add(content.get("title").asString());
        }
        for (JsonNode section : content.path("sections")) {
            lines.add("");
            lines.add(section.path("heading").asString("") + ":");
            lines.add(section.path("text").asString(""));
        }
        for (String field : List.of("text", "message", "question")) {
            if (content.has(field)) {
                lines.add(content.get(field).asString());
            }
        }
        if (content.has("percent")) {
            lines.add(content.get("percent").asInt() + " % done");
        }
        for (JsonNode option : content.path("options")) {
            lines.add("- " + option.asString());
        }
        return String.join("\n", lines);
    }
}
