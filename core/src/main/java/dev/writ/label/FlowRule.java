package dev.writ.label;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Derives what an operation does from what its server says of it: names, types and descriptions. For servers of others,
 * whose operations declare nothing. It errs in the careful direction: a verb that is not known to read changes something, an
 * argument that is not known to be harmless is an identity. Hints by which a server calls itself harmless are not used.
 */
public final class FlowRule {
    private FlowRule() {}

    /** @param schema JSON Schema of the arguments object */
    public static Flow derive(String name, String description, JsonNode schema) {
        boolean changes = Verbs.changes(name, description);
        Map<String, IdentityKind> identities = new TreeMap<>();
        Set<String> contents = new HashSet<>();
        boolean fetches = false;
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String argument = property.getKey();
            String says = property.getValue().path("description").asString("");
            fetches |= ArgumentNames.isFetched(argument) && takesText(property.getValue(), schema);
            if (ArgumentNames.isContent(argument)) {
                contents.add(argument);
            }
            identity(argument, says, property.getValue(), schema).ifPresent(kind -> identities.put(argument, kind));
        }
        boolean names = identities.containsValue(IdentityKind.OBJECT) || identities.containsValue(IdentityKind.PARTY);
        if (changes && !names && !Verbs.makes(name)) {
            contents.stream()
                    .filter(ArgumentNames::isHeading)
                    .forEach(argument -> identities.put(argument, IdentityKind.OBJECT));
        }
        boolean sends = changes && (Verbs.sends(name, description) || reachesOthers(identities));
        boolean world = !changes && (fetches || Verbs.concernsWorld(name, description));
        return new Flow(world ? Source.WORLD : Source.KEPT, changes, sends, identities, Verbs.things(name));
    }

    /** Who is named by an address gets something of it, whatever the operation calls itself. */
    private static boolean reachesOthers(Map<String, IdentityKind> identities) {
        return identities.containsValue(IdentityKind.ADDRESS);
    }

    private static Optional<IdentityKind> identity(String name, String says, JsonNode type, JsonNode schema) {
        if (takesText(type, schema)) {
            return ArgumentNames.identity(name, says);
        }
        boolean number = types(type, schema).stream().anyMatch(one -> one.equals("integer") || one.equals("number"));
        return number && ArgumentNames.isNumberedId(name) ? Optional.of(IdentityKind.OBJECT) : Optional.empty();
    }

    /** Whether a caller can put words of its own into it: not so for numbers, switches and choices from a list. */
    private static boolean takesText(JsonNode type, JsonNode schema) {
        JsonNode resolved = resolve(type, schema);
        if (resolved.has("enum")
                || resolved.has("const")
                || resolved.path("type").asString("").equals("null")) {
            return false;
        }
        Set<String> types = types(type, schema);
        return types.isEmpty()
                || types.contains("string")
                || types.contains("object")
                || (types.contains("array") && (!resolved.has("items") || takesText(resolved.path("items"), schema)));
    }

    private static Set<String> types(JsonNode type, JsonNode schema) {
        JsonNode resolved = resolve(type, schema);
        Set<String> types = new HashSet<>();
        JsonNode stated = resolved.path("type");
        if (stated.isString()) {
            types.add(stated.asString());
        }
        stated.forEach(one -> types.add(one.asString("")));
        for (String alternatives : new String[] {"anyOf", "oneOf", "allOf"}) {
            resolved.path(alternatives).forEach(one -> {
                if (takesText(one, schema)) {
                    types.add("string");
                }
                types.addAll(types(one, schema));
            });
        }
        types.remove("null");
        return types;
    }

    /** One step along a reference inside the schema; anything else stands for itself. */
    private static JsonNode resolve(JsonNode type, JsonNode schema) {
        String reference = type.path("$ref").asString("");
        if (!reference.startsWith("#/")) {
            return type;
        }
        JsonNode target = schema.at(reference.substring(1));
        return target.has("$ref") ? type : target;
    }
}
