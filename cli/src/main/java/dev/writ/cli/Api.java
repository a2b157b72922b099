package dev.writ.cli;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.cli.demo.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls a Writ server's HTTP API. Blocking. Uses the JDK's older client, which starts a second faster. */
final class Api {
    private static final String PREFIX = "/api/v1";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    /** Three times what a live stream is silent at most. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final String base;
    private final String token;

    /**
     * @param base for instance {@code http://127.0.0.1:8420}
     * @throws WritException with {@code invalid_arguments} for anything but an address of the web
     */
    Api(String base, String token) {
        if (!base.matches("https?://[^\\s/?#]+/*")) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + base + "' is not the address of a server.",
                    "Use one such as http://127.0.0.1:8420.");
        }
        this.base = base.replaceFirst("/+$", "") + PREFIX;
        this.token = token;
    }

    /** Where the server is, without a slash at the end. */
    String address() {
        return base.substring(0, base.length() - PREFIX.length());
    }

    /** @throws WritException with the server's failure, or {@code unavailable} when it cannot be reached */
    JsonNode get(String path) {
        return send("GET", path, "");
    }

    /** As {@link #get}. */
    JsonNode post(String path, ObjectNode body) {
        return send("POST", path, Json.write(body));
    }

    /** As {@link #get}. */
    JsonNode delete(String path) {
        return send("DELETE", path, "");
    }

    /** The part of this that the demo uses. */
    Requests.Client client() {
        return new Requests.Client() {
            @Override
            public JsonNode get(String path) {
                return Api.this.get(path);
            }

            @Override
            public JsonNode post(String path, ObjectNode body) {
                return Api.this.post(path, body);
            }
        };
    }

    /**
     * The answer as it comes, for events as they happen. A server that has shown no sign of life for a while counts as gone.
     *
     * @throws WritException as {@link #get}
     */
    EventStream stream(String path) {
        try {
            HttpURLConnection connection = open(path);
            connection.setReadTimeout((int) SILENCE.toMillis());
            connection.setRequestProperty("Accept", "text/event-stream");
            if (connection.getResponseCode() >= 400) {
                throw failed(connection);
            }
            return new EventStream(connection.getInputStream(), connection::disconnect);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Copies an answer that is no JSON value as it comes.
     *
     * @throws WritException as {@link #get}
     */
    void copy(String path, OutputStream to) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestProperty("Accept", "*/*");
            if (connection.getResponseCode() >= 400) {
                throw failed(connection);
            }
            try (InputStream stream = connection.getInputStream()) {
                stream.transferTo(to);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private JsonNode send(String method, String path, String body) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod(method);
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() >= 400) {
                throw failed(connection);
            }
            try (InputStream stream = connection.getInputStream()) {
                String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return text.isEmpty() ? Json.object() : Json.parse(text);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private WritException unavailable(IOException e) {
        return new WritException(
                Failure.of(
                        FailureCode.UNAVAILABLE,
                        "No Writ server answers at " + base + ".",
                        "Start one with `writ serve`, or check --server."),
                e);
    }

    private static WritException failed(HttpURLConnection connection) throws IOException {
        try (InputStream stream = connection.getErrorStream()) {
            String text = stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return failure(connection.getResponseCode(), text).asException();
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        connection.setRequestProperty("Authorization", "Bearer " + token);
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    private static Failure failure(int status, String text) {
        JsonNode error;
        try {
            error = Json.parse(text).path("error");
        } catch (WritException e) {
            error = Json.object();
        }
        return Failure.of(
                code(error.path("code").asString("")),
                error.path("message").asString("The server answered with status " + status + "."),
                error.path("hint").asString("Look at the server's log."));
    }

    private static FailureCode code(String id) {
        for (FailureCode code : FailureCode.values()) {
            if (code.name().toLowerCase(Locale.ROOT).equals(id)) {
                return code;
            }
        }
        return FailureCode.INTERNAL;
    }
}
