package dev.writ.label;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One value of a call that says whom or what it concerns.
 *
 * @param argument where it stands, for instance {@code attachments.file_id}
 * @param nouns the words of that name that say what it is one of
 */
public record Named(String argument, IdentityKind kind, String value, Set<String> nouns) {
    private static final Set<String> NO_NOUNS =
            Set.of("id", "ids", "new", "old", "name", "to", "from", "the", "key", "target", "source", "destination");

    public Named {
        nouns = Set.copyOf(nouns);
    }

    /** All identities in the arguments of a call, those inside lists and objects too. */
    static List<Named> in(Flow flow, JsonNode arguments) {
        List<Named> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : arguments.properties()) {
            collect(
                    entry.getKey(),
                    entry.getKey(),
                    Optional.ofNullable(flow.identities().get(entry.getKey())),
                    entry.getValue(),
                    flow.things(),
                    found);
        }
        return found;
    }

    private static void collect(
            String path,
            String name,
            Optional<IdentityKind> kind,
            JsonNode value,
            Set<String> things,
            List<Named> found) {
        if (value.isObject()) {
            // What an open object may hold is not in the schema: its fields are judged by their own names.
            value.properties()
                    .forEach(field -> collect(
                            path + "." + field.getKey(),
                            field.getKey(),
                            ofField(field.getKey(), field.getValue()),
                            field.getValue(),
                            things,
                            found));
        } else if (value.isArray()) {
            value.forEach(element -> collect(path, name, kind, element, things, found));
        } else if (kind.isPresent()
                && (value.isString() || value.isNumber())
                && !value.asString().isEmpty()) {
            Set<String> nouns = nouns(name);
            found.add(new Named(
                    path,
                    kind.get() != IdentityKind.HOST && Address.isUnmistakable(value.asString())
                            ? IdentityKind.ADDRESS
                            : kind.get(),
                    value.asString(),
                    nouns.isEmpty() ? things : nouns));
        }
    }

    private static Optional<IdentityKind> ofField(String name, JsonNode value) {
        return value.isNumber() && !ArgumentNames.isNumberedId(name)
                ? Optional.empty()
                : ArgumentNames.identity(name, "");
    }

    private static Set<String> nouns(String name) {
        Set<String> nouns = new HashSet<>();
        for (String word : ArgumentNames.words(name)) {
            if (!NO_NOUNS.contains(word)) {
                nouns.addAll(ArgumentNames.singularToo(word));
            }
        }
        return nouns;
    }

    /** Whether a result can hold such a thing: it or the operation that gave it is called by one of the same nouns. */
    boolean isOfKind(Flow origin, JsonNode record) {
        return kind != IdentityKind.OBJECT
                || nouns.stream().anyMatch(origin.things()::contains)
                || record.propertyNames().stream()
                        .flatMap(field -> ArgumentNames.words(field).stream())
                        .anyMatch(nouns::contains);
    }
}
