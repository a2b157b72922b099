package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.StorableText;
import dev.writ.WritException;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request as routes read it: strictly, with a clear failure for everything that is off. */
final class ApiRequest {
    private static final int LONGEST_LIST = 10_000;
    private static final int LARGEST_BODY = 1 << 20;

    private final ServerRequest request;
    private final Set<String> queriesRead = new TreeSet<>();

    ApiRequest(ServerRequest request) {
        this.request = request;
    }

    /** Who makes it. */
    Caller caller() {
        return Caller.of(request);
    }

    /** Who makes it, as events, approvals and grants name a person. */
    String actor() {
        return caller().actor();
    }

    /**
     * The answer, provided that it took account of all that was said in the query: a filter with a mistake in its name must
     * not be taken for none. What changes something has no query, and is refused before it does.
     *
     * @throws WritException with {@code invalid_arguments}
     */
    JsonNode answer(Function<ApiRequest, JsonNode> answer) {
        boolean changes = !request.prologue().method().text().equals("GET");
        if (changes) {
            refuseUnreadQueries();
        }
        JsonNode body = answer.apply(this);
        refuseUnreadQueries();
        return body;
    }

    private void refuseUnreadQueries() {
        for (String name : request.query().names()) {
            if (!queriesRead.contains(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no query parameter '" + name + "' here.",
                        queriesRead.isEmpty() ? "Leave the query away." : "Known are: " + queriesRead + ".");
            }
        }
    }

    /** A part of the path, for instance the id in {@code /tasks/{id}}. */
    String path(String name) {
        return StorableText.require(name, request.path().pathParameters().get(name));
    }

    /** A query value; empty where it is missing. */
    String query(String name) {
        queriesRead.add(name);
        return StorableText.require(name, request.query().first(name).orElse(""));
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
     * The body, an object with no fields but these; an empty one where nothing was sent.
     *
     * @throws WritException with {@code too_large}, {@code invalid_json} or {@code invalid_arguments}
     */
    ApiBody body(Set<String> known) {
        String text = request.content().hasEntity() ? read() : "";
        ObjectNode fields = text.isBlank() ? Json.object() : Json.parseObject(text);
        StorableText.require(fields);
        return new ApiBody(fields, known);
    }

    private String read() {
        byte[] bytes = bytes();
        if (bytes.length > LARGEST_BODY) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The request is too large.",
                    "Send a body of at most " + LARGEST_BODY + " bytes.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        try (InputStream content = request.content().inputStream()) {
            byte[] bytes = content.readNBytes(LARGEST_BODY + 1);
            // Read to its end, or the caller, who is still sending, would be cut off before it sees the answer.
            content.transferTo(OutputStream.nullOutputStream());
            return bytes;
        } catch (RequestException e) {
            // The library's own answer, to a body beyond all bounds.
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library throws this and that for a body that ends too soon, or whose length is no length.
            throw new WritException(
                    Failure.of(
                            FailureCode.INVALID_ARGUMENTS,
                            "The request's body did not arrive whole.",
                            "Send as many bytes as its head says."),
                    e);
        }
    }

    private static WritException notANumber(String name, String text, long least, long most) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "'" + name + "' is '" + text + "'.",
                "Use a whole number from " + least + " to " + most + ".");
    }
}
