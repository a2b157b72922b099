package dev.writ.entity;

import dev.writ.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as people read it: indented, and texts of several lines as lines, so that they can be compared line by line. */
public final class ContentText {
    private static final List<String> TELLING_FIELDS =
            List.of("description", "summary", "title", "purpose", "text", "instruction");
    private static final int SUMMARY_LENGTH = 160;

    private ContentText() {}

    /** As indented JSON, except that a text of several lines stands between lines of {@code """}. */
    public static String of(JsonNode content) {
        StringBuilder text = new StringBuilder();
        append(content, "", text);
        return text.append('\n').toString();
    }

    private static void append(JsonNode node, String indent, StringBuilder text) {
        String deeper = indent + "  ";
        switch (node) {
            case ObjectNode object
            when !object.isEmpty() -> {
                text.append('{');
                String separator = "\n";
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    text.append(separator)
                            .append(deeper)
                            .append(Json.write(field.getKey()))
                            .append(": ");
                    append(field.getValue(), deeper, text);
                    separator = ",\n";
                }
                text.append('\n').append(indent).append('}');
            }
            case ArrayNode list
            when !list.isEmpty() -> {
                text.append('[');
                String separator = "\n";
                for (JsonNode element : list) {
                    text.append(separator).append(deeper);
                    append(element, deeper, text);
                    separator = ",\n";
                }
                text.append('\n').append(indent).append(']');
            }
            default -> {
                if (node.isString() && node.stringValue().indexOf('\n') >= 0) {
                    text.append("\"\"\"\n");
                    node.stringValue()
                            .lines()
                            .forEach(line -> text.append(deeper).append(line).append('\n'));
                    text.append(deeper).append("\"\"\"");
                } else {
                    text.append(Json.write(node));
                }
            }
        }
    }

    /** One line of at most 160 characters: the first of the usual telling fields, else the first text found. */
    public static String summary(ObjectNode content) {
        for (String field : TELLING_FIELDS) {
            String line = firstLine(content.path(field));
            if (!line.isEmpty()) {
                return line;
            }
        }
        for (JsonNode value : content) {
            String line = firstLine(value);
            if (!line.isEmpty()) {
                return line;
            }
        }
        return "";
    }

    private static String firstLine(JsonNode value) {
        if (!value.isString()) {
            return "";
        }
        String line = value.stringValue().strip().lines().findFirst().orElse("");
        return line.length() <= SUMMARY_LENGTH ? line : line.substring(0, SUMMARY_LENGTH - 1) + "…";
    }

    /** All texts and numbers inside, without field names, one a line: what a search looks at. */
    public static String values(JsonNode node) {
        StringBuilder text = new StringBuilder();
        appendValues(node, text);
        return text.toString();
    }

    private static void appendValues(JsonNode node, StringBuilder text) {
        if (node.isContainer()) {
            node.forEach(element -> appendValues(element, text));
        } else {
            text.append(node.asString()).append('\n');
        }
    }
}
