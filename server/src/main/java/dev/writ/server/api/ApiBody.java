package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request, an object with no fields but the known ones. Reads them strictly: a field of another type than
 * expected is {@code invalid_arguments}, never taken for something else.
 */
final class ApiBody {
    private final ObjectNode fields;

    /** @throws WritException with {@code invalid_arguments} for a field that is not known */
    ApiBody(ObjectNode fields, Set<String> known) {
        this.fields = fields;
        for (String name : fields.propertyNames()) {
            if (!known.contains(name)) {
                throw invalid(
                        "There is no field '" + name + "' here.",
                        known.isEmpty()
                                ? "Send an empty object."
                                : "Known are: " + known.stream().sorted().toList() + ".");
            }
        }
    }

    boolean has(String name) {
        return fields.has(name);
    }

    /** A field of whatever type. */
    JsonNode value(String name) {
        return fields.path(name);
    }

    /** A text; {@code usual} where it is missing. */
    String text(String name, String usual) {
        if (!has(name)) {
            return usual;
        }
        if (!value(name).isString()) {
            throw wrong(name, "a text", "Put it in quotes.");
        }
        return value(name).asString();
    }

    /** A text that must be there and say something. */
    String words(String name, String hint) {
        String text = text(name, "");
        if (text.isBlank()) {
            throw invalid("The field '" + name + "' is empty.", hint);
        }
        return text;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (has(name) && !value(name).isArray()) {
            throw wrong(name, "a list of texts", "For instance [\"one\", \"two\"].");
        }
        for (JsonNode element : value(name)) {
            if (!element.isString()) {
                throw wrong(name, "a list of texts", "For instance [\"one\", \"two\"].");
            }
            texts.add(element.asString());
        }
        return texts;
    }

    boolean flag(String name, boolean usual) {
        if (!has(name)) {
            return usual;
        }
        if (!value(name).isBoolean()) {
            throw wrong(name, "true or false", "Leave the quotes away.");
        }
        return value(name).asBoolean();
    }

    /** A flag that must be there. */
    boolean flag(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return flag(name, false);
    }

    int number(String name, int usual) {
        if (!has(name)) {
            return usual;
        }
        if (!value(name).isIntegralNumber() || !value(name).canConvertToInt()) {
            throw wrong(name, "a whole number", "Leave quotes and fractions away.");
        }
        return value(name).asInt();
    }

    /** A number that must be there. */
    int number(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return number(name, 0);
    }

    Optional<ObjectNode> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (value(name) instanceof ObjectNode object) {
            return Optional.of(object);
        }
        throw wrong(name, "an object", "For instance {\"text\": \"…\"}.");
    }

    /** An object that must be there. */
    ObjectNode requiredObject(String name) {
        return object(name).orElseThrow(() -> missing(name));
    }

    /** A number of seconds, at least one. */
    Duration seconds(String name, Duration usual) {
        if (!has(name)) {
            return usual;
        }
        long seconds = value(name).isIntegralNumber() && value(name).canConvertToLong()
                ? value(name).asLong()
                : 0;
        if (seconds < 1 || seconds > Duration.ofDays(366).toSeconds()) {
            throw wrong(name, "a number of seconds, at least 1", "For instance 600 for ten minutes.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static WritException missing(String name) {
        return invalid("The field '" + name + "' is missing.", "Send it; see docs/api.md.");
    }

    private static WritException wrong(String name, String expected, String hint) {
        return invalid("The field '" + name + "' must be " + expected + ".", hint);
    }

    private static WritException invalid(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
