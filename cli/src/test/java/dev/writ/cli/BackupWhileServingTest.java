package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Backups by processes of their own, beside a server that works; some are killed, or run out of space. */
class BackupWhileServingTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process server;

    @AfterEach
    void stop() throws InterruptedException {
        kill();
        client.close();
    }

    private void kill() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void whatWasAcceptedIsInTheBackupAndEndsAfterItsReturn() throws Exception {
        DataFolder.Server address = serve("data");
        List<String> accepted = new CopyOnWriteArrayList<>();
        Thread busy = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                accepted.add(submit(address));
            }
        });
        await(() -> accepted.size() > 5);
        makeLarge();

        List<String> before = List.copyOf(accepted);
        Path backup = folder.resolve("backup");
        Ran made = run(List.of(), "backup", backup.toString(), "--data", data("data"), "--keys", data("keys"));
        assertThat(made.exitCode()).as(made.said()).isZero();
        assertThat(made.said()).contains(backup.toString(), "The log verifies: ");

        Ran full = run(
                List.of("bash", "-c", "ulimit -f 2500; exec \"$@\"", "bash"),
                "backup",
                folder.resolve("full").toString(),
                "--data",
                data("data"));
        assertThat(full.exitCode()).as(full.said()).isEqualTo(ExitCode.FAILED);
        assertThat(full.said()).contains("[store_");
        assertThat(names()).doesNotContain("full").noneMatch(name -> name.startsWith(".writ-backup"));

        for (int millis : List.of(300, 700, 1_100)) {
            Path cut = folder.resolve("cut" + millis);
            Process backingUp = start(List.of(), "backup", cut.toString(), "--data", data("data"));
            if (!backingUp.waitFor(millis, TimeUnit.MILLISECONDS)) {
                backingUp.destroyForcibly().waitFor();
            }
            assertThat(Files.notExists(cut) || Files.exists(cut.resolve("backup.json")))
                    .isTrue();
        }
        busy.interrupt();
        busy.join();
        kill();

        Ran restored = run(List.of(), "restore", backup.toString(), "--data", data("other"), "--keys", data("keys"));
        assertThat(restored.exitCode()).as(restored.said()).isZero();
        DataFolder.Server other = serve("other");
        for (String task : before) {
            await(() -> List.of("completed", "failed").contains(state(other, task)));
        }
        Ran verified = run(List.of(), "audit", "verify", "--data", data("other"));
        assertThat(verified.exitCode()).as(verified.said()).isZero();
    }

    /** So that a process which may write small files only can do everything but a backup. */
    private void makeLarge() {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + folder.resolve("data/writ.db"))) {
            handle.execute("PRAGMA busy_timeout = 10000");
            handle.execute("INSERT INTO settings (name, value) VALUES ('padding', ?)", "x".repeat(4 << 20));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String data(String name) {
        return folder.resolve(name).toString();
    }

    private record Ran(int exitCode, String said) {}

    private Ran run(List<String> before, String... arguments) throws Exception {
        Process process = start(before, arguments);
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    private Process start(List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.writ.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.toString());
        return builder.redirectErrorStream(true).start();
    }

    private DataFolder.Server serve(String name) throws IOException, InterruptedException {
        Path data = folder.resolve(name);
        File log = folder.resolve(name + ".log").toFile();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.writ.cli.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.toString());
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        server = started;
        await(() -> DataFolder.runningServer(data).isPresent() || !started.isAlive());
        return DataFolder.runningServer(data).orElseThrow();
    }

    /** What a condition looks at may fail. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        Instant latest = Instant.now().plus(LONGEST);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(BETWEEN_QUESTIONS);
        }
    }

    private String submit(DataFolder.Server address) {
        try {
            HttpResponse<String> response = client.send(
                    request(address, "/api/v1/tasks")
                            .POST(BodyPublishers.ofString("{\"request\": \"what time is it\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            return Json.parse(response.body()).path("id").asString();
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private String state(DataFolder.Server address, String task) throws IOException, InterruptedException {
        JsonNode json =
                Json.parse(client.send(request(address, "/api/v1/tasks/" + task).build(), BodyHandlers.ofString())
                        .body());
        return json.path("state").asString("");
    }

    private static HttpRequest.Builder request(DataFolder.Server address, String path) {
        return HttpRequest.newBuilder(URI.create(address.url() + path))
                .header("Authorization", "Bearer " + address.token());
    }
}
