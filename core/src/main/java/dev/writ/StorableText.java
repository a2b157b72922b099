package dev.writ;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text that every database can keep: one without U+0000, which texts of PostgreSQL cannot hold and those of SQLite can. Who
 * sends it is told so; where a tool or a model gives it back, a mark (U+FFFD) stands in its place.
 */
public final class StorableText {
    private static final char NUL = '\0';
    private static final char MARK = '\uFFFD';

    private StorableText() {}

    /** @throws WritException with {@code invalid_arguments} and the place as a JSON pointer */
    public static void require(JsonNode value) {
        require("", value);
    }

    /**
     * The text, as it is.
     *
     * @param place what it is called where it was sent
     * @throws WritException with {@code invalid_arguments}
     */
    public static String require(String place, String text) {
        if (holdsNul(text)) {
            throw refused("The text at '" + place + "'");
        }
        return text;
    }

    private static void require(String place, JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    if (holdsNul(field.getKey())) {
                        throw refused("The name of a field at '" + (place.isEmpty() ? "/" : place) + "'");
                    }
                    require(place + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), field.getValue());
                }
            }
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    require(place + "/" + i, list.get(i));
                }
            }
            default -> {
                if (value.isString()) {
                    require(place, value.stringValue());
                }
            }
        }
    }

    private static WritException refused(String what) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                what + " holds the character U+0000, which cannot be kept.",
                "Leave the character away; send what is no text in another form, base64 for instance.");
    }

    /** The text with a mark in the place of each. */
    public static String of(String text) {
        return text.replace(NUL, MARK);
    }

    /** The object with marks in all its texts and names; the very same where there is nothing to mark. */
    public static ObjectNode of(ObjectNode object) {
        return holdsNul(object) ? marked(object) : object;
    }

    private static ObjectNode marked(ObjectNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(field -> copy.set(of(field.getKey()), marked(field.getValue())));
        return copy;
    }

    private static JsonNode marked(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> marked(object);
            case ArrayNode list -> {
                ArrayNode copy = Json.array();
                list.forEach(element -> copy.add(marked(element)));
                yield copy;
            }
            default -> value.isString() ? Json.tree(of(value.stringValue())) : value;
        };
    }

    private static boolean holdsNul(JsonNode value) {
        return switch (value) {
            case ObjectNode object ->
                object.properties().stream().anyMatch(field -> holdsNul(field.getKey()) || holdsNul(field.getValue()));
            case ArrayNode list -> list.valueStream().anyMatch(StorableText::holdsNul);
            default -> value.isString() && holdsNul(value.stringValue());
        };
    }

    private static boolean holdsNul(String text) {
        return text.indexOf(NUL) >= 0;
    }
}
