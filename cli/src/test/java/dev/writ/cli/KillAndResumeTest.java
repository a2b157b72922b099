package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.event.audit.AuditKey;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.NoteKey;
import dev.writ.server.DataFolder;
import dev.writ.store.SqliteStore;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A real server process is killed with SIGKILL at random moments of real work and started again on the same data: what it
 * had accepted comes to the end it would have had, every change of a file is on record, and nothing unsafe ran twice.
 */
class KillAndResumeTest {
    /** What Writ asks of itself, such as recovery, may be under way at the last kill, or wait for a person. */
    private static final String OF_PEOPLE = "submitted_by <> 'policy'";

    private static final String IN_THEIR_TREES = "tree IN (SELECT id FROM trees WHERE " + OF_PEOPLE + ")";
    private static final int KILLS = 8;
    private static final int FILES = 4;
    private static final long SEED = Long.getLong("writ.seed", 20260301L);
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_WORK = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(SEED);
    private @Nullable Process server;

    @AfterEach
    void stop() throws InterruptedException {
        kill();
        client.close();
    }

    @Test
    void whatWasAcceptedComesToItsEndWheneverTheServerIsKilled() throws Exception {
        List<Path> workspaces = new ArrayList<>();
        List<String> replacing = new ArrayList<>();
        List<String> running = new ArrayList<>();
        DataFolder.Server address = start();
        for (int i = 0; i < KILLS; i++) {
            Path workspace = workspace(i);
            workspaces.add(workspace);
            replacing.add(submit(address, workspace, "Replace \"alpha\" by \"alpha-beta\" in the txt files", "edit"));
            running.add(submit(address, workspace, "Run `python3 note.py`", "run"));
            // Not a wait for something: the moment of the kill is what this test varies.
            Thread.sleep(random.nextInt(20, 1_500));
            kill();
            address = start();
        }
        for (String task : replacing) {
            JsonNode ended = ended(address, task);
            assertThat(ended.path("state").asString()).as(ended.toString()).isEqualTo("completed");
        }
        for (String task : running) {
            // A command that was killed with the server is reported, not repeated; whether it is tried anew is the
            // agent's
            // decision.
            assertThat(ended(address, task).path("state").asString()).isIn("completed", "failed");
        }
        kill();
        for (Path workspace : workspaces) {
            for (int file = 0; file < FILES; file++) {
                assertThat(workspace.resolve("f" + file + ".txt")).hasContent("first\nalpha-beta here\n");
            }
        }
        checkRecords(workspaces, running);
    }

    private void checkRecords(List<Path> workspaces, List<String> running) throws SQLException, IOException {
        Path file = folder.resolve("data/writ.db");
        NoteKey key = AuditKey.open(AuditLog.keyFile(folder.resolve("data"))).publicKey();
        Verification log = SqliteStore.inspect(
                file,
                handle -> LogVerifier.verify(
                        handle,
                        key,
                        AuditLog.lastCheckpoint(folder.resolve("data")).outside().stream()
                                .toList(),
                        Instant.now()));
        assertThat(log.findings()).isEmpty();
        assertThat(log.checkpoint()).isPresent();
        assertThat(log.rows()).isPositive();
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(rows(database, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(rows(database, "SELECT id FROM trees WHERE " + OF_PEOPLE))
                    .hasSize(2 * KILLS);
            assertThat(rows(database, "SELECT id FROM trees WHERE finished_at IS NULL AND " + OF_PEOPLE))
                    .isEmpty();
            assertThat(rows(
                            database,
                            "SELECT id FROM tasks WHERE state NOT IN ('completed', 'failed', 'cancelled') AND "
                                    + IN_THEIR_TREES))
                    .isEmpty();
            assertThat(rows(
                            database,
                            "SELECT id FROM task_tool_assignments WHERE state = 'live' AND " + IN_THEIR_TREES))
                    .isEmpty();
            assertThat(rows(
                            database,
                            "SELECT call FROM tool_usage_events WHERE outcome IN ('started', 'waiting') AND "
                                    + IN_THEIR_TREES))
                    .isEmpty();
            assertThat(rows(
                            database,
                            "SELECT call FROM pending_calls WHERE task IN (SELECT id FROM tasks WHERE " + IN_THEIR_TREES
                                    + ")"))
                    .isEmpty();
            assertThat(rows(database, """
                            SELECT u.call FROM tool_usage_events u JOIN events e ON e.entity = u.call
                            WHERE u.effect = 'unsafe' AND e.type = 'tool.started'
                            GROUP BY u.call HAVING COUNT(*) > 1
                            """))
                    .as("unsafe calls that were started twice")
                    .isEmpty();
            for (Path workspace : workspaces) {
                assertThat(rows(
                                database,
                                "SELECT DISTINCT path FROM file_changes WHERE state = 'done' AND workspace = '"
                                        + workspace.toRealPath() + "'"))
                        .as("changes on record")
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, FILES)
                                .mapToObj(number -> "f" + number + ".txt")
                                .toList());
            }
            for (int i = 0; i < KILLS; i++) {
                Path notes = workspaces.get(i).resolve("notes.log");
                long ran = Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
                long started = rows(
                                database,
                                "SELECT call FROM tool_usage_events WHERE operation = 'execute_command' AND outcome <> 'denied'"
                                        + " AND tree = '" + running.get(i) + "'")
                        .size();
                assertThat(ran).as("runs of the command in workspace " + i).isLessThanOrEqualTo(started);
            }
        }
    }

    private static List<String> rows(Connection database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private Path workspace(int number) throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace" + number));
        for (int file = 0; file < FILES; file++) {
            Files.writeString(workspace.resolve("f" + file + ".txt"), "first\nalpha here\n");
        }
        Files.writeString(
                workspace.resolve("note.py"),
                "import time\nopen('notes.log', 'a').write('ran\\n')\ntime.sleep(0.3)\nprint('noted')\n");
        return workspace;
    }

    private DataFolder.Server start() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Files.deleteIfExists(data.resolve("server.json"));
        ProcessBuilder command = new ProcessBuilder(
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
        command.environment().put("HOME", folder.toString());
        File log = folder.resolve("server.log").toFile();
        Process started = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        server = started;
        Instant latest = Instant.now().plus(LONGEST_START);
        while (DataFolder.runningServer(data).isEmpty()) {
            assertThat(started.isAlive()).as(() -> read(log)).isTrue();
            assertThat(Instant.now()).as(() -> read(log)).isBefore(latest);
            started.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return DataFolder.runningServer(data).orElseThrow();
    }

    private static String read(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** SIGKILL: no shutdown hook, no flush, nothing. */
    private void kill() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    private String submit(DataFolder.Server address, Path workspace, String request, String allow) throws Exception {
        String body = Json.object()
                .put("request", request)
                .put("workspace", workspace.toString())
                .set("allow", Json.array(List.of(allow)))
                .toString();
        HttpResponse<String> response = client.send(
                request(address, "/api/v1/tasks")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Json.parse(response.body()).path("id").asString();
    }

    private JsonNode ended(DataFolder.Server address, String task) throws Exception {
        Instant latest = Instant.now().plus(LONGEST_WORK);
        while (true) {
            HttpResponse<String> response =
                    client.send(request(address, "/api/v1/tasks/" + task).build(), BodyHandlers.ofString());
            JsonNode json = Json.parse(response.body());
            if (List.of("completed", "failed", "cancelled")
                    .contains(json.path("state").asString())) {
                return json;
            }
            assertThat(Instant.now())
                    .as(() -> json + "\n" + read(folder.resolve("server.log").toFile()))
                    .isBefore(latest);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static HttpRequest.Builder request(DataFolder.Server address, String path) {
        return HttpRequest.newBuilder(URI.create(address.url() + path))
                .header("Authorization", "Bearer " + address.token());
    }
}
