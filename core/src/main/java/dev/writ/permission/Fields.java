package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of one JSON object strictly: an unknown name or another type is refused, an absent list is empty. */
final class Fields {
    private static final int MOST_ENTRIES = 500;

    private final ObjectNode object;
    private final String what;

    private Fields(ObjectNode object, String what) {
        this.object = object;
        this.what = what;
    }

    static Fields of(JsonNode node, String what, Set<String> known) {
        if (!(node instanceof ObjectNode object)) {
            throw invalid("The " + what + " must be a JSON object.", "Use the fields " + listed(known) + ".");
        }
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw invalid(
                        "The " + what + " has no field " + Quoted.of(name) + ".",
                        "Use the fields " + listed(known) + ".");
            }
        }
        return new Fields(object, what);
    }

    List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            texts.add(text(element, name));
        }
        return texts;
    }

    List<JsonNode> elements(String name) {
        return optional(name).map(node -> elements(node, name)).orElse(List.of());
    }

    List<String> texts(JsonNode node, String name) {
        return elements(node, name).stream().map(element -> text(element, name)).toList();
    }

    private List<JsonNode> elements(JsonNode node, String name) {
        if (!(node instanceof ArrayNode array)) {
            throw invalid("The field '" + name + "' of the " + what + " must be a list.", "Put it in [ ].");
        }
        if (array.size() > MOST_ENTRIES) {
            throw invalid(
                    "The field '" + name + "' of the " + what + " has more than " + MOST_ENTRIES + " entries.",
                    "Use fewer, wider ones.");
        }
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    private String text(JsonNode node, String name) {
        if (!node.isString()) {
            throw invalid("The field '" + name + "' of the " + what + " must hold texts.", "Put them in quotes.");
        }
        return node.stringValue();
    }

    String text(String name) {
        return text(required(name), name);
    }

    String textOr(String name, String absent) {
        return optional(name).map(node -> text(node, name)).orElse(absent);
    }

    long number(String name) {
        JsonNode node = required(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalid(
                    "The field '" + name + "' of the " + what + " must be a whole number.", "Write it in digits.");
        }
        return node.longValue();
    }

    JsonNode required(String name) {
        return optional(name).orElseThrow(() -> invalid("The " + what + " lacks the field '" + name + "'.", "Add it."));
    }

    Optional<JsonNode> optional(String name) {
        return Optional.ofNullable(object.get(name));
    }

    private static String listed(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    static WritException invalid(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
