package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client nobody here wrote, the command line of MCP Inspector, works with Writ over HTTP and over {@code writ mcp}. */
class InspectorTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final String READ = "file_system_listing__read_file";
    private static final String ASK_TO_WRITE = """
            {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": [], "write": ["a.txt"]}}, "duration": "30m"}""";
    private static final String ASK_TO_RUN = """
            {"request": "run make", "justification": "the user wants to see it run", "tools": ["terminal"],
             "scope": {"terminal": {"commands": [["make", "test"]]}}, "duration": "30m"}""";

    @TempDir
    Path folder;

    private Path workspace;
    private Writ writ;
    private Api api;
    private Inspector inspector;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Inspector.install();
    }

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        writ = Writ.start(Settings.load(
                Map.of("data", folder.resolve("data").toString()),
                Map.of("HOME", folder.toString(), "WRIT_PORT", "0")));
        api = new Api(writ.url(), writ.token());
        inspector = new Inspector(folder);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void it_lists_and_calls_over_http(String era) throws Exception {
        assertThat(http(era, "--method", "tools/list").tools()).contains(READ, "need_more_tools");
        checkCalls(arguments -> http(era, arguments));
    }

    @Test
    void it_lists_and_calls_what_it_starts_itself() throws Exception {
        assertThat(stdio("--method", "tools/list").tools()).contains(READ, "need_more_tools");
        checkCalls(this::stdio);
    }

    /** What one run of it says. */
    @FunctionalInterface
    private interface Runs {
        Inspector.Said with(String... arguments) throws IOException, InterruptedException;
    }

    private static void checkCalls(Runs run) throws IOException, InterruptedException {
        Inspector.Said read = call(run, READ, "{\"path\": \"notes.txt\"}");
        assertThat(read.exit()).as(read.toString()).isZero();
        assertThat(read.result().path("structuredContent").path("content").asString())
                .isEqualTo("buy milk");
        Inspector.Said missing = call(run, READ, "{\"path\": \"nothing.txt\"}");
        assertThat(missing.result().path("isError").asBoolean())
                .as(missing.toString())
                .isTrue();
        assertThat(missing.text()).contains("nothing.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_denial_reaches_it_with_what_it_may_ask_for(String era) throws Exception {
        String secret = token(false);
        Runs run = arguments -> inspector.run(arguments(era, secret, arguments));
        assertThat(call(run, "need_more_tools", ASK_TO_WRITE).text()).startsWith("Granted file_edit");
        Inspector.Said denied =
                call(run, "file_edit__write_file", "{\"path\": \"b.txt\", \"content\": \"x\", \"mode\": \"create\"}");
        assertThat(denied.exit()).isNotZero();
        // It shows the scope of the step-up challenge in the one era, and what the tool says in the other.
        assertThat(denied.text() + denied.error())
                .contains(era.equals("modern") ? "writ:file_edit.write_file" : "Denied by rule 'scope'");
    }

    @Test
    void without_a_token_it_is_told_that_it_needs_one() throws Exception {
        Inspector.Said refused = inspector.run(
                writ.url() + "/mcp", "--transport", "http", "--stored-auth-only", "--method", "tools/list");
        assertThat(refused.exit()).as(refused.toString()).isNotZero();
        assertThat(refused.error().path("error").path("code").asString("")).isEqualTo("auth_required");
    }

    @Test
    void it_cannot_ask_its_person_so_the_request_waits_in_the_inbox() throws Exception {
        Inspector.Run run = inspector.start(arguments("legacy", token(true), calling("need_more_tools", ASK_TO_RUN)));
        JsonNode waiting = until("/approvals?state=pending", list -> !list.isEmpty());
        api.post("/approvals/" + waiting.path(0).path("id").asString() + "/approve", Json.object());
        assertThat(run.ended().text()).startsWith("Granted terminal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void a_call_of_one_that_is_killed_is_stopped(String era) throws Exception {
        Inspector.Run run = inspector.start(arguments(
                era, token(false), calling("file_system_listing__watch", "{\"path\": \".\", \"seconds\": 50}")));
        until("/events?type=tool.started", list -> list.toString().contains("\"watch\""));
        run.kill();
        JsonNode ended = until("/events?type=tool.failed", list -> !list.isEmpty());
        assertThat(ended.path(0).path("data").path("code").asString()).isEqualTo("cancelled");
    }

    private JsonNode until(String path, Predicate<JsonNode> condition) throws InterruptedException {
        Instant latest = Instant.now().plus(LONGEST_WAIT);
        JsonNode answer = api.get(path);
        while (!condition.test(answer)) {
            assertThat(Instant.now()).as(answer.toString()).isBefore(latest);
            TimeUnit.MILLISECONDS.sleep(50);
            answer = api.get(path);
        }
        return answer;
    }

    private static Inspector.Said call(Runs run, String tool, String arguments)
            throws IOException, InterruptedException {
        return run.with(calling(tool, arguments));
    }

    private static String[] calling(String tool, String arguments) {
        return new String[] {"--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments};
    }

    private Inspector.Said http(String era, String... arguments) throws IOException, InterruptedException {
        return inspector.run(arguments(era, token(false), arguments));
    }

    private String[] arguments(String era, String secret, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                writ.url() + "/mcp",
                "--transport",
                "http",
                "--protocol-era",
                era,
                "--header",
                "Authorization: Bearer " + secret));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    private Inspector.Said stdio(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.writ.cli.Main",
                "mcp",
                "--data",
                folder.resolve("data").toString(),
                "--workspace",
                workspace.toString()));
        return inspector.run(all.toArray(String[]::new));
    }

    private String token(boolean mayApprove) {
        ObjectNode body = Json.object()
                .put("purpose", "sum up the notes")
                .put("workspace", workspace.toString())
                .put("reading", true)
                .put("may_approve", mayApprove);
        body.putArray("allow").add("edit");
        return api.post("/tokens", body).path("secret").asString();
    }
}
