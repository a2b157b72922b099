package dev.writ.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The things described in results, and which of them the user's words speak of. */
final class Records {
    private Records() {}

    /** Every object in a result that has fields of its own, outermost first. */
    static List<JsonNode> in(JsonNode data) {
        List<JsonNode> records = new ArrayList<>();
        collect(data, records);
        return records;
    }

    private static void collect(JsonNode node, List<JsonNode> records) {
        if (node.isObject()
                && node.values().stream().filter(JsonNode::isValueNode).count() >= 2) {
            records.add(node);
            return;
        }
        if (node.isContainer()) {
            node.values().forEach(child -> collect(child, records));
        }
    }

    /** How people call a thing: the fields that are made for it. */
    static List<String> names(JsonNode record) {
        return record.properties().stream()
                .filter(field -> field.getValue().isString() && ArgumentNames.isNaming(field.getKey()))
                .map(field -> field.getValue().asString())
                .toList();
    }

    /** Whether two descriptions are of one thing: the same id, or where they have none the same description. */
    static boolean same(JsonNode one, JsonNode other) {
        Optional<JsonNode> id = id(one);
        return id.isPresent() ? id.equals(id(other)) : one.equals(other);
    }

    private static Optional<JsonNode> id(JsonNode record) {
        return record.properties().stream()
                .filter(field -> ArgumentNames.words(field.getKey()).equals(List.of("id"))
                        || ArgumentNames.words(field.getKey()).equals(List.of("uuid")))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Whether a field of the record, or an entry or key of what lies in one, is this value: a whole one, and none that is
     * made for prose.
     */
    static boolean has(JsonNode record, String value, IdentityKind kind) {
        return record.properties().stream()
                .filter(field -> !ArgumentNames.isContent(field.getKey()) || ArgumentNames.isNaming(field.getKey()))
                .anyMatch(field -> holds(field.getValue(), value, kind));
    }

    private static boolean holds(JsonNode field, String value, IdentityKind kind) {
        if (field.isObject()) {
            return field.has(value) || has(field, value, kind);
        }
        return field.isArray()
                ? field.values().stream().anyMatch(element -> holds(element, value, kind))
                : is(field, value, kind);
    }

    static boolean is(JsonNode leaf, String value, IdentityKind kind) {
        if (!leaf.isString() && !leaf.isNumber()) {
            return false;
        }
        String text = leaf.asString();
        return text.equals(value)
                || (kind == IdentityKind.ADDRESS
                        && Address.canonical(text).isPresent()
                        && Address.canonical(text).equals(Address.canonical(value)));
    }
}
