package dev.writ.server;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A whole Writ with its HTTP server on a free port, spoken to as any client would. */
final class TestingApi implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(5);

    final Writ writ;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestingApi(Writ writ) {
        this.writ = writ;
    }

    static TestingApi start(Path folder, TestingModel model) {
        return new TestingApi(Writ.start(settings(folder, Map.of()), TestingHistory.CLOCK, model));
    }

    static TestingApi start(Settings settings, InstantSource clock, TestingModel model) {
        return new TestingApi(Writ.start(settings, clock, model));
    }

    /** With other settings, and a model that is never asked. */
    static TestingApi start(Settings settings) {
        return start(settings, new TestingModel());
    }

    static TestingApi start(Settings settings, TestingModel model) {
        return new TestingApi(Writ.start(settings, TestingHistory.CLOCK, model));
    }

    /** Settings below the folder, on any free port; where the folder has none of its own, Writ leaves itself as it is. */
    static Settings settings(Path folder, Map<String, String> flags) {
        Path file = folder.resolve(".config/writ/writ.yaml");
        if (Files.notExists(file)) {
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, "improvement: \"off\"\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Settings.load(flags, Map.of("HOME", folder.toString(), "WRIT_PORT", "0"));
    }

    /** @param body JSON, as far as answers go */
    record Answer(int status, JsonNode body, Map<String, List<String>> headers) {
        String error() {
            return body.path("error").path("code").asString("");
        }

        String text(String name) {
            return body.path(name).asString();
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String body) {
        return send("POST", path, body);
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                request(path).method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** As somebody else than the person who runs the server. */
    Answer as(String secret, String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(writ.url() + path))
                .timeout(LONGEST_WAIT)
                .header("Authorization", "Bearer " + secret)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    /** Without the token, as browsers send. */
    Answer bare(String method, String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(writ.url() + path))
                .timeout(LONGEST_WAIT)
                .headers(headers)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().isEmpty() ? Json.object() : Json.parse(response.body()),
                    response.headers().map());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(writ.url() + path))
                .timeout(LONGEST_WAIT)
                .header("Authorization", "Bearer " + writ.token());
    }

    /** Sends exactly these lines, for what no proper client sends; gives all that comes back. */
    String raw(String... lines) {
        URI uri = URI.create(writ.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            String request = String.join("\r\n", lines) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One answer with its body, as long as its length says; the server may leave the connection open. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int read = in.read();
        while (read >= 0 && !text.toString().endsWith("\r\n\r\n")) {
            text.append((char) read);
            if (!text.toString().endsWith("\r\n\r\n")) {
                read = in.read();
            }
        }
        Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(text);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /** The events of a stream, until the condition holds for what has come. */
    List<JsonNode> stream(String path, String lastEventId, Predicate<List<JsonNode>> enough) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<Stream<String>> response = client.send(request.build(), BodyHandlers.ofLines());
            List<JsonNode> events = new ArrayList<>();
            try (Stream<String> lines = response.body()) {
                var iterator = lines.iterator();
                String id = "";
                while (!enough.test(events) && iterator.hasNext()) {
                    String line = iterator.next();
                    if (line.startsWith("id:")) {
                        id = line.substring(3).strip();
                    } else if (line.startsWith("data:")) {
                        JsonNode event = Json.parse(line.substring(5).strip());
                        if (!id.equals(event.path("seq").asString())) {
                            throw new AssertionError("the id is not the event's number: " + line);
                        }
                        events.add(event);
                    }
                }
            }
            return events;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks again until the answer fits. */
    Answer until(String path, Predicate<Answer> condition) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            Answer answer = get(path);
            if (condition.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain at " + path + ": " + answer.body());
            }
            LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
        }
    }

    Answer ended(String task) {
        return until(
                "/api/v1/tasks/" + task,
                answer -> List.of("completed", "failed", "cancelled").contains(answer.text("state")));
    }

    /** May be called again. */
    @Override
    public void close() {
        client.close();
        writ.close();
    }
}
