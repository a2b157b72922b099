package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a stored process: a call of an operation. In its arguments {@code {"$parameter": "NAME"}} stands for the
 * value that the task has for the parameter of this name.
 *
 * @param operation id such as {@code file_edit.write_file}
 */
public record StepTemplate(String operation, ObjectNode arguments) {
    public static final int MOST_STEPS = 20;

    private static final String PARAMETER = "$parameter";
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z0-9_-]{1,100}\\.[A-Za-z0-9_.-]{1,100}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");

    public StepTemplate {
        if (!OPERATION.matcher(operation).matches()) {
            throw wrong("'" + operation + "' is no operation.");
        }
    }

    /** What stands in arguments for the value of a parameter. */
    public static ObjectNode parameter(String name) {
        return Json.object().put(PARAMETER, name);
    }

    /** @throws WritException with {@code invalid_arguments} for content that is no list of steps */
    public static List<StepTemplate> readAll(JsonNode steps) {
        if (!steps.isArray() || steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw wrong("'steps' is no list of 1 to " + MOST_STEPS + " steps.");
        }
        List<StepTemplate> read = new ArrayList<>();
        for (JsonNode step : steps) {
            if (!(step.path("arguments") instanceof ObjectNode arguments)
                    || !step.path("operation").isString()) {
                throw wrong("A step lacks its operation or the object of its arguments.");
            }
            StepTemplate template = new StepTemplate(step.path("operation").stringValue(), arguments);
            template.parameters();
            read.add(template);
        }
        return read;
    }

    public ObjectNode toJson() {
        return Json.object().put("operation", operation).set("arguments", arguments.deepCopy());
    }

    /** Names of the parameters in the arguments. */
    public Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        collect(arguments, names);
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object && object.has(PARAMETER)) {
            String name = object.path(PARAMETER).asString("");
            if (object.size() != 1 || !NAME.matcher(name).matches()) {
                throw wrong("'" + name + "' is no name of a parameter.");
            }
            names.add(name);
            return;
        }
        node.forEach(below -> collect(below, names));
    }

    /**
     * The arguments with these values.
     *
     * @throws WritException with {@code invalid_arguments} where one is missing
     */
    public ObjectNode fill(ObjectNode values) {
        return (ObjectNode) fill(arguments, values);
    }

    private static JsonNode fill(JsonNode node, ObjectNode values) {
        return switch (node) {
            case ObjectNode object
            when object.has(PARAMETER) -> {
                String name = object.path(PARAMETER).asString("");
                JsonNode value = values.path(name);
                if (value.isMissingNode() || value.isNull()) {
                    throw new WritException(
                            FailureCode.INVALID_ARGUMENTS,
                            "The parameter '" + name + "' has no value.",
                            "Give it one when you start the process.");
                }
                yield value.deepCopy();
            }
            case ObjectNode object -> {
                ObjectNode filled = Json.object();
                object.properties().forEach(field -> filled.set(field.getKey(), fill(field.getValue(), values)));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = Json.array();
                array.forEach(element -> filled.add(fill(element, values)));
                yield filled;
            }
            case JsonNode plain -> plain;
        };
    }

    private static WritException wrong(String message) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                message,
                "Give steps such as {\"operation\": \"file_edit.write_file\", \"arguments\": {\"path\": {\"$parameter\": \"path\"}}}.");
    }
}
