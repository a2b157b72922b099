package dev.writ.server;

import static dev.writ.server.TestingCollector.attributes;
import static dev.writ.server.TestingCollector.hex;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a collector of OpenTelemetry is sent of real tasks. */
@Timeout(120)
class TracesTest {
    private static final String SECRET = "ghp_" + "a1B2".repeat(9);
    private static final String ASK = """
            {"request": "write b.txt", "justification": "because milk is out", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["b.txt"]}},
             "duration": "30m"}""";
    private static final String WRITE =
            "{\"path\": \"b.txt\", \"content\": \"buy milk " + SECRET + "\", \"mode\": \"create\"}";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel().costing(7, 3);
    private final TestingCollector collector = TestingCollector.start();
    private Path workspace;
    private TestingApi api;

    @BeforeEach
    void makeWorkspace() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
    }

    @AfterEach
    void stop() {
        api.close();
        collector.close();
    }

    private void start(String more) throws IOException {
        Path settings = Files.writeString(folder.resolve("writ.yaml"), """
                telemetry:
                  otlp:
                    endpoint: %s
                    headers: {Authorization: Basic b3RlbA==}
                    every: 1s
                    %s
                """.formatted(collector.url(), more));
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())), model);
    }

    private String work() {
        model.worker(
                calls("need_more_tools", ASK),
                calls("file_edit__write_file", WRITE),
                calls("file_edit__write_file", WRITE.replace("b.txt", "c.txt")),
                ends("it is written"));
        ObjectNode body = Json.object()
                .put("request", "write what to buy")
                .put("workspace", workspace.toString())
                .put("process", "single_agent")
                .put("agent", "worker");
        body.set("allow", Json.array(List.of("edit")));
        String task = api.post("/api/v1/tasks", Json.write(body)).text("id");
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
        return task;
    }

    private static String outline(List<Span> spans, String parent, String indent) {
        StringBuilder text = new StringBuilder();
        spans.stream()
                .filter(span -> hex(span.getParentSpanId()).equals(parent))
                .sorted(Comparator.comparingLong(Span::getStartTimeUnixNano))
                .forEach(span -> text.append(indent)
                        .append(span.getName())
                        .append('\n')
                        .append(outline(spans, hex(span.getSpanId()), indent + "  ")));
        return text.toString();
    }

    @Test
    void a_request_is_one_trace_from_the_workflow_down_to_each_call() throws IOException {
        start("");
        String task = work();
        collector.span("invoke_workflow single_agent");
        assertThat(outline(collector.spans(), "", "")).isEqualTo("""
                invoke_workflow single_agent
                  invoke_agent worker
                    chat testing
                    execute_tool need_more_tools
                      writ.grant.request
                    chat testing
                    execute_tool file_edit.write_file
                    chat testing
                    execute_tool file_edit.write_file
                    chat testing
                    execute_tool end_task
                      invoke_workflow end_task
                """);
        assertThat(collector.spans()).extracting(span -> hex(span.getTraceId())).containsOnly(traceOf(task));
        assertThat(collector.schemas).containsOnly("https://opentelemetry.io/schemas/gen-ai-dev/1.43.0-dev");
        assertThat(collector.authorizations).containsOnly("Basic b3RlbA==");
    }

    private String traceOf(String task) {
        return hex(collector
                .await(
                        span -> span.getName().startsWith("invoke_workflow")
                                && attributes(span)
                                        .getOrDefault("writ.task.id", "")
                                        .equals(task),
                        "span around " + task)
                .getTraceId());
    }

    @Test
    void spans_say_what_the_conventions_ask_for() throws IOException {
        start("");
        String task = work();
        Span chat = collector.span("chat testing");
        assertThat(chat.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(attributes(chat))
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "writ")
                .containsEntry("gen_ai.request.model", "testing")
                .containsEntry("gen_ai.usage.input_tokens", "int_value: 7")
                .containsEntry("gen_ai.agent.name", "worker")
                .containsEntry("gen_ai.conversation.id", task);
        Span denied = collector.await(
                span -> attributes(span).containsKey("writ.denied.rule"), "span of the call that was denied");
        assertThat(attributes(denied))
                .containsEntry("gen_ai.tool.name", "file_edit.write_file")
                .containsEntry("writ.denied.rule", "scope")
                .containsEntry("error.type", "denied");
        assertThat(denied.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        Span.Event decision = collector.span("writ.grant.request").getEvents(0);
        assertThat(decision.getName()).isEqualTo("writ.grant.decision");
        assertThat(attributes(decision.getAttributesList()))
                .containsEntry("writ.grant.tool", "file_edit")
                .containsEntry("writ.grant.decision", "auto")
                .containsEntry("writ.grant.approver.type", "policy")
                .containsEntry("writ.grant.ttl_s", "int_value: 1800")
                .doesNotContainKeys("writ.grant.reason", "writ.grant.scope");
    }

    @Test
    void what_agents_read_and_write_stays_here() throws IOException {
        start("");
        work();
        collector.span("invoke_workflow single_agent");
        assertThat(collector.spans().toString())
                .doesNotContain("milk", SECRET, "b.txt", "it is written", "what to buy", workspace.toString());
    }

    @Test
    void where_content_is_switched_on_it_goes_without_secrets() throws IOException {
        start("content: true");
        work();
        collector.span("invoke_workflow single_agent");
        assertThat(collector.spans().toString())
                .contains("buy milk [redacted", "because milk is out", "b.txt")
                .doesNotContain(SECRET);
        Span write = collector.span("execute_tool file_edit.write_file");
        assertThat(attributes(write)).containsKeys("gen_ai.tool.call.arguments", "gen_ai.tool.call.result");
        assertThat(attributes(collector.span("chat testing")).get("gen_ai.output.messages"))
                .startsWith("[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\"");
    }

    @Test
    void metrics_have_the_names_of_the_conventions() throws IOException {
        start("");
        work();
        api.close();
        assertThat(collector.metrics())
                .extracting(Metric::getName)
                .contains(
                        "gen_ai.client.operation.duration",
                        "gen_ai.client.token.usage",
                        "gen_ai.execute_tool.duration",
                        "gen_ai.invoke_agent.duration",
                        "gen_ai.invoke_agent.inference_calls",
                        "gen_ai.workflow.duration");
        assertThat(collector.metrics().toString()).doesNotContain("task_", "milk", SECRET);
    }

    @Test
    void a_part_of_all_requests_is_sent_whole_or_not_at_all() throws IOException {
        start("sample: 0.5");
        model.worker(ends("done"));
        List<String> sent = new ArrayList<>();
        int requests = 40;
        for (int i = 0; i < requests; i++) {
            String task = api.post(
                            "/api/v1/tasks",
                            "{\"request\": \"end\", \"process\": \"single_agent\", \"agent\": \"worker\"}")
                    .text("id");
            api.ended(task);
            sent.add(task);
        }
        api.close();
        Map<String, Long> byTrace = collector.spans().stream()
                .collect(Collectors.groupingBy(span -> hex(span.getTraceId()), Collectors.counting()));
        assertThat(byTrace.size()).isBetween(1, requests - 1);
        assertThat(byTrace.values()).containsOnly(5L);
        assertThat(sent).hasSize(requests);
    }

    @Test
    void what_happened_just_before_the_end_is_sent() throws IOException {
        start("");
        String task = work();
        api.close();
        assertThat(collector.spans())
                .anyMatch(span -> span.getName().equals("invoke_workflow single_agent")
                        && attributes(span).get("writ.task.id").equals(task));
    }
}
