package dev.writ.tool;

import com.networknt.schema.Error;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Says in one sentence where a value does not fit its schema, and what was expected there. */
final class SchemaMistake {
    private static final int MOST_CHARACTERS = 300;

    private SchemaMistake() {}

    static String sentence(List<Error> errors) {
        Error first = errors.getFirst();
        String more =
                switch (errors.size()) {
                    case 1 -> "";
                    case 2 -> " (and 1 more mistake)";
                    default -> " (and " + (errors.size() - 1) + " more mistakes)";
                };
        return oneLine(place(first) + " " + expected(first)) + more + ".";
    }

    private static String place(Error error) {
        String pointer = String.valueOf(error.getInstanceLocation());
        return pointer.isEmpty() || pointer.equals("/") ? "The arguments object" : "The argument " + pointer;
    }

    private static String expected(Error error) {
        JsonNode keyword = error.getSchemaNode();
        return switch (String.valueOf(error.getKeyword())) {
            case "required" -> "lacks the required property '" + error.getProperty() + "'";
            case "additionalProperties", "unevaluatedProperties" ->
                "has the unknown property '" + error.getProperty() + "'";
            case "type" -> "must be " + words(keyword) + ", not " + found(error.getInstanceNode());
            case "enum" -> "must be one of " + words(keyword);
            case "const" -> "must be " + words(keyword);
            case "minimum" -> "must be at least " + words(keyword);
            case "maximum" -> "must be at most " + words(keyword);
            case "exclusiveMinimum" -> "must be more than " + words(keyword);
            case "exclusiveMaximum" -> "must be less than " + words(keyword);
            case "minLength" -> "must have at least " + words(keyword) + " characters";
            case "maxLength" -> "must have at most " + words(keyword) + " characters";
            case "minItems" -> "must have at least " + words(keyword) + " elements";
            case "maxItems" -> "must have at most " + words(keyword) + " elements";
            case "uniqueItems" -> "must not hold the same element twice";
            case "pattern" -> "must match the pattern " + words(keyword);
            default -> "does not fit: " + error.getMessage();
        };
    }

    private static String words(@Nullable JsonNode keyword) {
        return switch (keyword) {
            case null -> "something else";
            case ArrayNode choices ->
                choices.valueStream().map(SchemaMistake::words).collect(Collectors.joining(", "));
            case JsonNode text when text.isString() -> text.stringValue();
            case JsonNode other -> other.toString();
        };
    }

    private static String found(@Nullable JsonNode node) {
        return node == null ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** Without line breaks and hidden characters, and cut, since parts of it come from the caller. */
    static String oneLine(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().forEach(c -> seen.appendCodePoint(HiddenCharacters.isHidden(c) ? ' ' : c));
        String line = seen.toString().replaceAll("\\s+", " ").strip();
        String cut = line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
