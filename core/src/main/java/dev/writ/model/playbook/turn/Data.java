package dev.writ.model.playbook.turn;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads structured results leniently: what is missing or of another type is empty, never an error. */
public record Data(JsonNode node) {
    public static final Data EMPTY = new Data(Json.object());

    /** The text of a field; numbers and flags as their JSON text, "" when missing. */
    public String text(String name) {
        return text(node.path(name));
    }

    public static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.isValueNode() ? value.asString("") : value.toString();
    }

    public long whole(String name) {
        return Math.round(number(name));
    }

    public double number(String name) {
        JsonNode value = node.path(name);
        if (value.isNumber()) {
            return value.doubleValue();
        }
        try {
            return value.isString() ? Double.parseDouble(value.stringValue().strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public boolean flag(String name) {
        return node.path(name).asBoolean(false);
    }

    public boolean has(String name) {
        return !node.path(name).isMissingNode() && !node.path(name).isNull();
    }

    public Data object(String name) {
        return node.path(name) instanceof ObjectNode object ? new Data(object) : EMPTY;
    }

    /** The elements of a list field; none when it is no list. */
    public List<Data> list(String name) {
        List<Data> list = new ArrayList<>();
        if (node.path(name).isArray()) {
            node.path(name).forEach(element -> list.add(new Data(element)));
        }
        return list;
    }

    /** The elements of a list field as texts. */
    public List<String> texts(String name) {
        return list(name).stream().map(element -> text(element.node())).toList();
    }
}
