package dev.writ.mcp.stdio;

import dev.writ.mcp.HeaderText;
import dev.writ.mcp.engine.Modern;
import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.server.ToolResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server at the other end of a bridge. Uses the JDK's older HTTP client, which starts a second faster. */
public final class BridgeEndpoint {
    private static final int CONNECT_MILLIS = 5_000;
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";

    private final URI address;
    private final String token;
    private volatile @Nullable String session;
    private volatile @Nullable String revision;
    private volatile @Nullable HttpURLConnection stream;

    /** @param token sent with each request as a bearer token */
    public BridgeEndpoint(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Whether a client of the legacy era has begun a session. */
    boolean hasSession() {
        return session != null;
    }

    /** Sends what wants no answer. */
    void deliver(byte[] message) throws IOException {
        HttpURLConnection connection = post(message, Optional.empty());
        connection.getResponseCode();
        connection.disconnect();
    }

    /** Hands on what the server says of its own accord, until the connection ends. */
    void follow(Consumer<ObjectNode> sink) throws IOException {
        HttpURLConnection connection = open();
        connection.setRequestProperty("Accept", "text/event-stream");
        withSession(connection);
        stream = connection;
        if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
            events(connection.getInputStream(), sink);
        }
    }

    Exchange exchange(Message.Request request, byte[] message) throws IOException {
        return new Exchange(request, post(message, Optional.of(request)));
    }

    /** Ends the session first, with which the server ends its stream: to break off a stream waits for what is being read. */
    void close() {
        endSession();
        HttpURLConnection open = stream;
        if (open != null) {
            open.disconnect();
        }
    }

    private void endSession() {
        if (session == null) {
            return;
        }
        try {
            HttpURLConnection connection = open();
            connection.setRequestMethod("DELETE");
            withSession(connection);
            connection.getResponseCode();
        } catch (IOException e) {
            // The session ends by itself when nobody uses it.
            return;
        }
    }

    /** One request and its answer. */
    final class Exchange {
        private final Message.Request request;
        private final HttpURLConnection connection;
        private volatile boolean abandoned;

        private Exchange(Message.Request request, HttpURLConnection connection) {
            this.request = request;
            this.connection = connection;
        }

        boolean isModern() {
            return request.meta().has(Modern.VERSION);
        }

        /** Breaks off: the server takes it as a cancellation, and there is no answer. */
        void abandon() {
            abandoned = true;
            connection.disconnect();
        }

        boolean isAbandoned() {
            return abandoned;
        }

        /** Hands on all that the server says, the answer last. */
        void run(Consumer<ObjectNode> sink) throws IOException {
            int status = connection.getResponseCode();
            String type = String.valueOf(connection.getContentType());
            if (type.startsWith("text/event-stream")) {
                events(connection.getInputStream(), sink);
                return;
            }
            InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            ObjectNode answer = message(bytes);
            if (request.method().equals("initialize") && status == HttpURLConnection.HTTP_OK) {
                session = connection.getHeaderField(SESSION);
                revision = answer.path("result").path("protocolVersion").asString(null);
            }
            sink.accept(forClient(status, answer));
        }

        /** Over standard output there are no statuses: an error belongs to the request, a denial is the tool's answer. */
        private ObjectNode forClient(int status, ObjectNode answer) {
            answer.set("id", request.id().json());
            JsonNode error = answer.path("error");
            if (status == HttpURLConnection.HTTP_FORBIDDEN
                    && request.method().equals("tools/call")
                    && error.isObject()) {
                answer.remove("error");
                ObjectNode result = ToolResult.failure(error.path("message").asString(""), error.path("data"))
                        .json();
                answer.set("result", result.put("resultType", "complete"));
            }
            return answer;
        }
    }

    private HttpURLConnection post(byte[] message, Optional<Message.Request> request) throws IOException {
        HttpURLConnection connection = open();
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Accept", "application/json, text/event-stream");
        JsonNode version = request.<JsonNode>map(call -> call.meta().path(Modern.VERSION))
                .orElseGet(() -> StrictJson.object().path(VERSION));
        if (version.isString()) {
            Message.Request call = request.orElseThrow();
            connection.setRequestProperty(VERSION, HeaderText.encoded(version.stringValue()));
            connection.setRequestProperty("Mcp-Method", HeaderText.encoded(call.method()));
            String field = call.method().equals("resources/read") ? "uri" : "name";
            String named = call.params()
                    .path(call.method().startsWith("tasks/") ? "taskId" : field)
                    .asString("");
            if (!named.isEmpty()) {
                connection.setRequestProperty("Mcp-Name", HeaderText.encoded(named));
            }
        } else {
            withSession(connection);
        }
        connection.getOutputStream().write(message);
        return connection;
    }

    private HttpURLConnection open() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private void withSession(HttpURLConnection connection) {
        String id = session;
        String agreed = revision;
        if (id != null) {
            connection.setRequestProperty(SESSION, id);
        }
        if (agreed != null) {
            connection.setRequestProperty(VERSION, agreed);
        }
    }

    private static void events(InputStream in, Consumer<ObjectNode> sink) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                sink.accept(message(line.substring("data:".length()).strip().getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static ObjectNode message(byte[] bytes) {
        try {
            if (StrictJson.parse(bytes) instanceof ObjectNode message && message.has("jsonrpc")) {
                return message;
            }
        } catch (MalformedJson e) {
            // Said below.
        }
        ObjectNode answer = StrictJson.object().put("jsonrpc", "2.0");
        answer.putObject("error")
                .put("code", RpcError.INTERNAL)
                .put("message", "The server gave an answer that is no message of the protocol.");
        return answer;
    }
}
