package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A scope in parts that can be allowed one by one. What is not named is not allowed; but of command lines, and of where, on
 * what and how in a repository, each stays whole if none of it is named, since the rest would be of no use without.
 */
record ScopeParts(JsonNode scope, List<Part> parts) {
    private static final Set<String> TOGETHER = Set.of("commands", "repositories", "branches", "verbs");
    private static final String PINS = "pins";

    /**
     * One part.
     *
     * @param field where it is in the scope
     * @param value what is there: an element of a list, or the name of a member
     */
    record Part(String field, JsonNode value, String words) {}

    static ScopeParts of(JsonNode scope) {
        List<Part> parts = new ArrayList<>();
        for (String field : scope.propertyNames()) {
            JsonNode values = scope.path(field);
            if (values instanceof ArrayNode list) {
                for (JsonNode value : list) {
                    if (!field.equals("read") || !contains(scope.path("write"), value)) {
                        parts.add(
                                new Part(field, value, words(field, Json.array().add(value))));
                    }
                }
            } else if (values instanceof ObjectNode members && !field.equals(PINS)) {
                for (String name : members.propertyNames()) {
                    JsonNode one = Json.object().set(name, members.path(name));
                    parts.add(new Part(field, Json.array().add(name).get(0), words(field, one)));
                }
            }
        }
        return new ScopeParts(scope, List.copyOf(parts));
    }

    /**
     * The scope with these parts alone.
     *
     * @param numbers counted from one
     */
    ObjectNode only(Set<Integer> numbers) {
        List<Part> chosen =
                numbers.stream().map(number -> parts.get(number - 1)).toList();
        ObjectNode smaller = Json.object();
        for (String field : scope.propertyNames()) {
            boolean whole = TOGETHER.contains(field)
                    && chosen.stream().noneMatch(part -> part.field().equals(field));
            if (whole) {
                smaller.set(field, scope.path(field));
            } else if (scope.path(field) instanceof ArrayNode list) {
                ArrayNode kept = smaller.putArray(field);
                list.valueStream()
                        .filter(value -> isChosen(chosen, field, value))
                        .forEach(kept::add);
            } else if (!field.equals(PINS)) {
                ObjectNode kept = smaller.putObject(field);
                chosen.stream()
                        .filter(part -> part.field().equals(field))
                        .map(part -> part.value().asString())
                        .forEach(name -> kept.set(name, scope.path(field).path(name)));
            }
        }
        return smaller;
    }

    private static boolean isChosen(List<Part> chosen, String field, JsonNode value) {
        // A path that is written may be read too where both were asked for.
        return chosen.stream()
                .anyMatch(part -> part.value().equals(value)
                        && (part.field().equals(field)
                                || (field.equals("read") && part.field().equals("write"))));
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        return list.valueStream().anyMatch(value::equals);
    }

    private static String words(String field, JsonNode value) {
        return ScopeWords.whole(Json.object().set(field, value));
    }
}
