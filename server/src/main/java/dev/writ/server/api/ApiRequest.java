package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A request as routes read it: strictly, with a clear failure for everything that is off. */
final class ApiRequest {
    private static final int LONGEST_LIST = 10_000;

    private final ServerRequest request;

    ApiRequest(ServerRequest request) {
        this.request = request;
    }

    /** A part of the path, for instance the id in {@code /tasks/{id}}. */
    String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /** A query value; empty where it is missing. */
    String query(String name) {
        return request.query().first(name).orElse("");
    }

    /** A whole number from the query. */
    long number(String name, long usual, long least, long most) {
        String text = query(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, text, least, most);
        }
        throw notANumber(name, text, least, most);
    }

    /** How many rows are wanted. */
    int limit(int usual) {
        return (int) number("limit", usual, 1, LONGEST_LIST);
    }

    /**
     * The body, an object with no fields but these.
     *
     * @throws WritException with {@code invalid_json} or {@code invalid_arguments}
     */
    ObjectNode body(Set<String> known) {
        String text = request.content().as(String.class);
        ObjectNode body = text.isBlank() ? Json.object() : Json.parseObject(text);
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no field '" + name + "' here.",
                        known.isEmpty()
                                ? "Send an empty object."
                                : "Known are: " + known.stream().sorted().toList() + ".");
            }
        }
        return body;
    }

    /** A text in the body; {@code usual} where it is missing. */
    static String text(ObjectNode body, String name, String usual) {
        if (!body.has(name)) {
            return usual;
        }
        if (!body.path(name).isString()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The field '" + name + "' must be a text.", "Put it in quotes.");
        }
        return body.path(name).asString();
    }

    /** A number of seconds in the body, at least one. */
    static Duration seconds(ObjectNode body, String name, Duration usual) {
        if (!body.has(name)) {
            return usual;
        }
        long seconds = body.path(name).isIntegralNumber() ? body.path(name).asLong() : 0;
        if (seconds < 1 || seconds > Duration.ofDays(366).toSeconds()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The field '" + name + "' must be a number of seconds, at least 1.",
                    "For instance 600 for ten minutes.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static WritException notANumber(String name, String text, long least, long most) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "'" + name + "' is '" + text + "'.",
                "Use a whole number from " + least + " to " + most + ".");
    }
}
