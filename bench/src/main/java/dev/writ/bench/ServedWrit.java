package dev.writ.bench;

import dev.writ.Json;
import dev.writ.cli.Main;
import dev.writ.server.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server in a process of its own, with the offline model, spoken to over HTTP as its users do. */
final class ServedWrit implements AutoCloseable {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private final ChildProcess process;
    private final DataFolder.Server server;
    private final HttpClient client;

    private ServedWrit(ChildProcess process, DataFolder.Server server) {
        this.process = process;
        this.server = server;
        this.client = HttpClient.newHttpClient();
    }

    /**
     * Starts one, and waits until it is healthy.
     *
     * @param folder for data and settings; what lies there from one before is gone on with
     * @param options of the Java virtual machine
     * @param settings lines of the settings file
     */
    static ServedWrit start(Path folder, List<String> options, String settings) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        // What a killed server said of itself is not true any more.
        Files.deleteIfExists(data.resolve("server.json"));
        Path file = Files.writeString(folder.resolve("writ.yaml"), settings);
        ChildProcess process = ChildProcess.start(
                folder,
                options,
                Main.class,
                List.of("serve", "--port", "0", "--data", data.toString(), "--config", file.toString()));
        try {
            process.awaitHealthy(data);
            return new ServedWrit(process, process.server(data));
        } catch (Exception e) {
            process.close();
            throw e;
        }
    }

    ChildProcess process() {
        return process;
    }

    URI address() {
        return URI.create(server.url());
    }

    String token() {
        return server.token();
    }

    /** @param path below {@code /api/v1} */
    JsonNode get(String path) throws IOException, InterruptedException {
        return Json.parse(checked(path, send(path, request(path).GET())));
    }

    JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return Json.parse(checked(path, tryPost(path, body)));
    }

    /** As {@link #post}, with the answer as it is. */
    HttpResponse<String> tryPost(String path, ObjectNode body) throws IOException, InterruptedException {
        return send(path, request(path).POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** What {@code /metrics} says. */
    String metrics() throws IOException, InterruptedException {
        return checked("/metrics", send("/metrics", at("/metrics").GET()));
    }

    private HttpRequest.Builder request(String path) {
        return at("/api/v1" + path);
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(LONGEST_CALL)
                .header("Authorization", "Bearer " + server.token())
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static String checked(String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** Something that comes true. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Looks again and again, so often as not to disturb. */
    static void await(String what, Duration longest, Duration between, Condition condition) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + " did not come about within " + longest + ".");
            }
            Thread.sleep(between);
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        client.close();
        process.close();
    }
}
