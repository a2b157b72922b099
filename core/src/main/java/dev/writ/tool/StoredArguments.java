package dev.writ.tool;

import dev.writ.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments as the usage record keeps them.
 *
 * @param hash SHA-256 of the canonical JSON, so that the same arguments can be recognised
 * @param redacted JSON text without secrets; long texts are cut, and a large whole is left out
 * @param bytes size of the canonical JSON in UTF-8
 */
record StoredArguments(String hash, String redacted, long bytes) {
    /** More than this no operation accepts. */
    static final int MOST_BYTES = 1_000_000;

    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_STORED = 32_000;
    /** A number of tokens is no secret. */
    private static final Pattern COUNT_NAME = Pattern.compile("tokens", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_NAME = Pattern.compile(
            "passw(or)?d|passphrase|secret|token|api[_-]?key|authorization|credential|private[_-]?key|cookie",
            Pattern.CASE_INSENSITIVE);

    static StoredArguments of(ObjectNode arguments, UnaryOperator<String> redactor) {
        String canonical = Json.canonical(arguments);
        long bytes = canonical.getBytes(StandardCharsets.UTF_8).length;
        String stored = bytes > MOST_BYTES ? leftOut(bytes) : Json.write(redacted(arguments, redactor));
        return new StoredArguments(
                Sha256.of(canonical), stored.length() > MOST_STORED ? leftOut(bytes) : stored, bytes);
    }

    private static String leftOut(long bytes) {
        return Json.write(Json.object().put("left_out_bytes", bytes));
    }

    /** The same value without secrets, its long texts cut. */
    static JsonNode redacted(JsonNode node, UnaryOperator<String> redactor) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties().forEach(property -> {
                    boolean count = property.getValue().isNumber()
                            && COUNT_NAME.matcher(property.getKey()).find();
                    boolean secret =
                            !count && SECRET_NAME.matcher(property.getKey()).find();
                    copy.set(
                            cut(redactor.apply(property.getKey())),
                            secret
                                    ? withoutValues(property.getValue(), redactor)
                                    : redacted(property.getValue(), redactor));
                });
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(element -> copy.add(redacted(element, redactor)));
                yield copy;
            }
            // Redacted before it is cut: half a secret would not be recognised.
            case JsonNode text when text.isString() -> Json.array().stringNode(cut(redactor.apply(text.stringValue())));
            case JsonNode other -> other;
        };
    }

    /** What stands under a name that says secret, be it a list or an object: its shape alone. */
    private static JsonNode withoutValues(JsonNode node, UnaryOperator<String> redactor) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = Json.object();
                object.properties()
                        .forEach(property -> copy.set(
                                cut(redactor.apply(property.getKey())), withoutValues(property.getValue(), redactor)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.array();
                array.forEach(element -> copy.add(withoutValues(element, redactor)));
                yield copy;
            }
            case JsonNode plain when plain.isBoolean() || plain.isNull() -> plain;
            case JsonNode other -> Json.array().stringNode("[redacted]");
        };
    }

    private static String cut(String text) {
        return cut(text, LONGEST_TEXT);
    }

    /** The first characters of a text, marked where something is missing. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
