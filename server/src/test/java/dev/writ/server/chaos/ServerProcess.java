package dev.writ.server.chaos;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A {@link ChaosServer} as a process that can be killed and started anew on the same data. */
public final class ServerProcess implements AutoCloseable {
    static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    private static final Path LOGGING = Path.of(System.getProperty("writ.root", ".."), "config", "logging.properties");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path data;
    private final Path log;
    private final List<String> command;
    private final boolean boxed;
    private volatile Optional<Process> process = Optional.empty();

    /**
     * @param folder for its data and for what it says
     * @param before a command line that runs the one after it in a box of its own; empty for none
     * @param database empty for a file in the data folder
     */
    public ServerProcess(Path folder, String name, List<String> before, String database) {
        this.data = folder.resolve(name).resolve("data");
        this.log = folder.resolve(name + ".log");
        this.boxed = !before.isEmpty();
        this.command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + LOGGING.toAbsolutePath(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ChaosServer.class.getName(),
                folder.toString(),
                data.toString()));
        if (!database.isEmpty()) {
            command.add(database);
        }
    }

    /** Where the server's folder is for who looks from outside: its own root, where a box gave it one. */
    Path data() {
        return boxed ? Path.of("/proc", Long.toString(pid()), "root", data.toString()) : data;
    }

    /** Begins to start; what a killed one left about where it listened is not true any more. */
    void begin() throws IOException {
        Files.createDirectories(data);
        Files.deleteIfExists(data.resolve("server.json"));
        process = Optional.of(command());
    }

    private Process command() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Waits until it serves, and returns how long that took from now on. */
    Duration awaitReady() throws InterruptedException {
        long from = System.nanoTime();
        while (address().isEmpty()) {
            if (!isAlive() || System.nanoTime() - from > LONGEST_START.toNanos()) {
                sayThreads();
                throw new AssertionError("the server does not start:\n" + said());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    public void start() throws IOException, InterruptedException {
        begin();
        awaitReady();
    }

    /** Has it say, into what it says, what all its threads do. */
    private void sayThreads() throws InterruptedException {
        if (isAlive()) {
            try {
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid()))
                        .start()
                        .waitFor();
                TimeUnit.SECONDS.sleep(2);
            } catch (IOException e) {
                // Then it is not said.
            }
        }
    }

    /** SIGKILL: no shutdown hook, no flush, nothing. */
    void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly().waitFor();
        }
    }

    /** SIGTERM, and the orderly end that follows. */
    void stop() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            if (!process.get().waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end:\n" + said());
            }
        }
    }

    /** Begins, and waits for it to end without being told to; its exit code. */
    int endsByItself() throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        Process started = command();
        process = Optional.of(started);
        if (!started.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not end:\n" + said());
        }
        return started.exitValue();
    }

    public boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** The server itself, and not what runs it. */
    public long pid() {
        ProcessHandle started = process.orElseThrow().toHandle();
        return boxed ? started.children().findFirst().orElse(started).pid() : started.pid();
    }

    /** Where it listens; empty while it does not. */
    public Optional<DataFolder.Server> address() {
        return isAlive() ? DataFolder.runningServer(data()) : Optional.empty();
    }

    /** What it said, and those before it. */
    public String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer of its API; the body is an error where the status is not one of success, and empty where it is no JSON. */
    public record Answer(int status, JsonNode body) {}

    /** @throws IOException where it is not there, or goes while it is asked */
    public Answer get(String path) throws IOException, InterruptedException {
        return ask(path, HttpRequest.newBuilder().GET());
    }

    /** As {@link #get}. */
    public Answer post(String path, JsonNode body) throws IOException, InterruptedException {
        return ask(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** The public key of its audit log, as a line. */
    String auditKey() throws IOException, InterruptedException {
        return get("/api/v1/audit/checkpoint").body().path("key").asString("") + "\n";
    }

    private Answer ask(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        DataFolder.Server server = address().orElseThrow(() -> new IOException("no server runs"));
        HttpResponse<String> answer = CLIENT.send(
                request.uri(URI.create(server.url() + path))
                        .timeout(LONGEST_CALL)
                        .header("Authorization", "Bearer " + server.token())
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        boolean json = answer.body().startsWith("{") || answer.body().startsWith("[");
        return new Answer(answer.statusCode(), Json.parse(json ? answer.body() : "{}"));
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
