package dev.writ.bench;

import dev.writ.server.DataFolder;
import java.io.File;
import java.io.IOException;
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
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A Java virtual machine of its own that serves HTTP on loopback; killed when closed. */
final class ChildProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

    private final Process process;
    private final long startedAt;
    private final Path said;

    private ChildProcess(Process process, long startedAt, Path said) {
        this.process = process;
        this.startedAt = startedAt;
        this.said = said;
    }

    /**
     * Starts a main class of this program's class path.
     *
     * @param folder for what it says, and as its home: no settings of this machine's user are read
     */
    static ChildProcess start(Path folder, List<String> options, Class<?> main, List<String> arguments)
            throws IOException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = builder(folder, options, main, arguments)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        long startedAt = System.nanoTime();
        return new ChildProcess(builder.start(), startedAt, said);
    }

    /** Such a process, not started; what it says is not kept. */
    static ProcessBuilder builder(Path folder, List<String> options, Class<?> main, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", classPath(), main.getName()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WRIT_") || name.startsWith("XDG_"));
        builder.environment().put("HOME", folder.toString());
        return builder;
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
    }

    /** Where it listens. */
    DataFolder.Server server(Path folder) throws Exception {
        while (true) {
            Optional<DataFolder.Server> server = DataFolder.runningServer(folder);
            if (server.isPresent()) {
                return server.get();
            }
            checkAlive();
            Thread.sleep(2);
        }
    }

    /** Waits until it answers on {@code /healthz}, and says where; the nanoseconds from its start are the result. */
    long awaitHealthy(Path folder) throws Exception {
        DataFolder.Server server = server(folder);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/healthz"))
                .timeout(LONGEST_CALL)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return System.nanoTime() - startedAt;
                    }
                } catch (IOException e) {
                    // Not yet.
                }
                checkAlive();
                Thread.sleep(2);
            }
        }
    }

    void checkAlive() throws Exception {
        if (!process.isAlive()) {
            throw new IOException("The server ended with " + process.exitValue() + ": " + Files.readString(said));
        }
        if (System.nanoTime() - startedAt > LONGEST_START.toNanos()) {
            throw new TimeoutException(
                    "The server was not ready within " + LONGEST_START + ": " + Files.readString(said));
        }
    }

    /** Resident memory in bytes; empty where the system does not say. */
    Optional<Long> residentMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        }
    }

    /** Open files, sockets and the like. */
    long descriptors() throws IOException {
        return entries("fd");
    }

    /** Of the operating system. */
    long threads() throws IOException {
        return entries("task");
    }

    private long entries(String what) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), what))) {
            return all.count();
        }
    }

    /** What it has used of the processors so far, of both the program and the system; empty where nobody says. */
    Optional<Duration> processorTime() {
        return process.info().totalCpuDuration();
    }

    /** Waits for an end by itself. */
    void awaitEnd() throws Exception {
        if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("The command did not end within " + LONGEST_START + ".");
        }
    }

    /** Kills it, as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
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
