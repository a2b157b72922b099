package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code /metrics} after real work. */
@Timeout(120)
class MetricsTest {
    private static final String ASK = """
            {"request": "write b.txt", "justification": "buy milk", "tools": ["file_edit", "no_such_tool"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}""";
    private static final String WRITE = "{\"path\": \"b.txt\", \"content\": \"beta\", \"mode\": \"create\"}";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel().costing(7, 20_000);
    private TestingApi api;

    @AfterEach
    void stop() {
        api.close();
    }

    private void start(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("writ.yaml"), settings);
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", file.toString())), model);
    }

    private String submit() throws IOException {
        Path workspace = Files.createDirectories(folder.resolve("workspace"));
        ObjectNode body = Json.object()
                .put("request", "write what to buy")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        return api.post("/api/v1/tasks", Json.write(body)).text("id");
    }

    private TestingMetrics worked() throws IOException {
        model.worker(
                calls("need_more_tools", ASK),
                calls("file_edit__write_file", WRITE),
                calls("file_edit__write_file", WRITE.replace("b.txt", "c.txt")),
                calls("make_up_a_tool", "{}"),
                ends("it is written"));
        String task = submit();
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
        return TestingMetrics.until(
                api, page -> page.of("writ_tasks_total{level=\"request\",status=\"completed\"}") > 0);
    }

    @Test
    void a_task_is_counted_with_its_calls_grants_and_model() throws IOException {
        start("{}");
        assertThat(TestingMetrics.read(api).of("writ_tool_calls_total{outcome=\"succeeded\",tool=\"file_edit\"}"))
                .isZero();
        TestingMetrics page = worked();
        Map<String, Double> expected = Map.ofEntries(
                Map.entry("writ_tasks_total{level=\"request\",status=\"completed\"}", 1.0),
                Map.entry("writ_task_duration_seconds_count{level=\"request\",status=\"completed\"}", 1.0),
                Map.entry("writ_tool_calls_total{outcome=\"succeeded\",tool=\"file_edit\"}", 1.0),
                Map.entry("writ_tool_call_seconds_count{tool=\"file_edit\"}", 1.0),
                Map.entry("writ_tool_calls_total{outcome=\"denied\",tool=\"file_edit\"}", 1.0),
                Map.entry("writ_tool_denied_total{rule=\"scope\",tool=\"file_edit\"}", 1.0),
                Map.entry("writ_grant_requests_total{decision=\"auto\"}", 1.0),
                Map.entry("writ_grant_requests_total{decision=\"refused\"}", 1.0),
                Map.entry("writ_grant_wait_seconds_count{decision=\"auto\"}", 1.0),
                Map.entry("writ_grant_lifetime_seconds_count{end=\"ended\"}", 1.0),
                Map.entry("writ_model_calls_total{model=\"testing\",outcome=\"succeeded\"}", 5.0),
                Map.entry("writ_model_tokens_total{direction=\"input\",model=\"testing\"}", 35.0),
                Map.entry("writ_model_cost_dollars_total{model=\"testing\"}", 0.1),
                Map.entry("writ_grants_active{tool=\"file_edit\"}", 0.0),
                Map.entry("writ_event_lag_seconds", 0.0));
        expected.forEach((series, value) ->
                assertThat(page.of(series)).as(series + " of " + page).isEqualTo(value));
        assertThat(page.of("writ_permission_check_seconds_count")).isGreaterThan(3);
        assertThat(page.names())
                .contains("jvm_memory_used_bytes", "jvm_gc_collection_seconds_count", "writ_build_info");
    }

    @Test
    void a_live_grant_and_an_open_request_show_as_they_stand() throws IOException {
        start("{}");
        model.worker(
                calls("need_more_tools", ASK.replace(", \"no_such_tool\"", "")),
                calls("need_more_tools", """
                        {"request": "run it", "justification": "to see it run", "tools": ["terminal"],
                         "scope": {"terminal": {"commands": [["make", "test"]]}}}"""),
                ends("done"));
        String task = submit();
        TestingMetrics page = TestingMetrics.until(api, metrics -> metrics.of("writ_approvals_pending") == 1);
        assertThat(page.of("writ_grants_active{tool=\"file_edit\"}")).isEqualTo(1);
        assertThat(page.of("writ_tasks_open{state=\"waiting_on_dependencies\"}"))
                .isEqualTo(2);
        String approval = api.get("/api/v1/approvals?state=pending")
                .body()
                .path(0)
                .path("id")
                .asString();
        api.post("/api/v1/approvals/" + approval + "/deny", "{\"reason\": \"no\"}");
        api.ended(task);
        TestingMetrics after =
                TestingMetrics.until(api, metrics -> metrics.of("writ_grant_requests_total{decision=\"denied\"}") == 1);
        assertThat(after.of("writ_grant_wait_seconds_count{decision=\"denied\"}"))
                .isEqualTo(1);
    }

    @Test
    void who_follows_the_events_is_counted_while_following() throws Exception {
        start("{}");
        CompletableFuture<Void> stream =
                CompletableFuture.runAsync(() -> api.stream("/api/v1/stream", "", events -> !events.isEmpty()));
        TestingMetrics.until(api, page -> page.of("writ_stream_clients") == 1);
        worked();
        stream.get(60, java.util.concurrent.TimeUnit.SECONDS);
        TestingMetrics.until(api, page -> page.of("writ_stream_clients") == 0);
    }

    @Test
    void nothing_of_a_task_is_in_it() throws IOException {
        start("{}");
        worked();
        String page = TestingMetrics.page(api).body();
        assertThat(page)
                .doesNotContain("task_0", "grant_0", "milk", "b.txt", "make_up_a_tool", "no_such_tool", "what to buy")
                .doesNotContain(folder.toString());
        assertThat(TestingMetrics.parse(page).labels().keySet())
                .isSubsetOf(
                        "action",
                        "area",
                        "cause",
                        "decision",
                        "direction",
                        "end",
                        "gc",
                        "kind",
                        "le",
                        "level",
                        "model",
                        "outcome",
                        "pool",
                        "rule",
                        "runtime",
                        "signal",
                        "state",
                        "status",
                        "tool",
                        "vendor",
                        "version");
    }

    @Test
    void tools_of_third_parties_are_named_up_to_a_bound() throws Exception {
        String[] names = IntStream.range(0, 8).mapToObj(i -> "ping" + i).toArray(String[]::new);
        try (TestingRemote remote = new TestingRemote(names)) {
            start("servers: {remote: {url: \"" + remote.url() + "\"}}\ntelemetry: {tool_names: 3}\n");
            api.until(
                    "/api/v1/servers/remote",
                    answer -> answer.body().path("tools").size() == 8);
            model.worker(
                    calls(IntStream.range(0, 8)
                            .mapToObj(i -> TestingModel.call("remote__ping" + i, "{}"))
                            .toArray(dev.writ.task.Message.Call[]::new)),
                    ends("done"));
            api.ended(submit());
            TestingMetrics page = TestingMetrics.until(
                    api, metrics -> metrics.of("writ_tool_calls_total{outcome=\"failed\",tool=\"other\"}") >= 5);
            Set<String> tools = page.labels().getOrDefault("tool", Set.of());
            assertThat(tools.stream().filter(tool -> tool.startsWith("remote"))).hasSize(3);
            assertThat(page.of("writ_tool_calls_total{outcome=\"failed\",tool=\"other\"}"))
                    .isEqualTo(5);
            assertThat(page.of("writ_third_party_servers{state=\"ready\"}")).isEqualTo(1);
        }
    }

    @Test
    void it_needs_no_token_unless_the_settings_say_so() throws IOException {
        start("telemetry: {metrics: token, metrics_token: only-for-prometheus}\n");
        assertThat(TestingMetrics.page(api).statusCode()).isEqualTo(401);
        assertThat(TestingMetrics.page(api, "Authorization", "Bearer guessed").statusCode())
                .isEqualTo(401);
        HttpResponse<String> page = TestingMetrics.page(api, "Authorization", "Bearer only-for-prometheus");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(TestingMetrics.page(api, "Authorization", "Bearer " + api.writ.token())
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.send(api.request("/api/v1/tasks")
                                .setHeader("Authorization", "Bearer only-for-prometheus")
                                .build())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void it_can_be_switched_off() throws IOException {
        start("telemetry: {metrics: \"off\"}\n");
        assertThat(TestingMetrics.page(api).statusCode()).isEqualTo(404);
    }

    @Test
    void pages_of_other_hosts_and_origins_do_not_read_it() throws IOException {
        start("{}");
        assertThat(api.raw("GET /metrics HTTP/1.1", "Host: evil.example.org", "Connection: close"))
                .startsWith("HTTP/1.1 403");
        assertThat(TestingMetrics.page(api, "Origin", "https://evil.example.org")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api.raw("POST /metrics HTTP/1.1", "Host: localhost", "Connection: close"))
                .startsWith("HTTP/1.1 405");
    }
}
