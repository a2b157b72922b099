package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments that fit their schema, by name and type.
 *
 * @param values as sent
 */
record Arguments(ObjectNode values) {
    String text(String name) {
        JsonNode value = values.path(name);
        if (!value.isString()) {
            throw wrong(name, "a text");
        }
        return value.stringValue();
    }

    String text(String name, String otherwise) {
        return values.has(name) ? text(name) : otherwise;
    }

    int number(String name, int otherwise) {
        if (!values.has(name)) {
            return otherwise;
        }
        JsonNode value = values.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "a whole number");
        }
        return value.intValue();
    }

    boolean flag(String name) {
        if (!values.has(name)) {
            return false;
        }
        JsonNode value = values.path(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    List<Arguments> objects(String name) {
        if (!(values.path(name) instanceof ArrayNode list)) {
            throw wrong(name, "a list of objects");
        }
        return list.valueStream()
                .map(element -> {
                    if (element instanceof ObjectNode object) {
                        return new Arguments(object);
                    }
                    throw wrong(name, "a list of objects");
                })
                .toList();
    }

    static WritException wrong(String name, String expected) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The argument " + name + " must be " + expected + ".",
                "Compare the arguments with the operation's schema.");
    }
}
