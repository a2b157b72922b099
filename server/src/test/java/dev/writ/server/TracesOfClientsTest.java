package dev.writ.server;

import static dev.writ.server.TestingCollector.attributes;
import static dev.writ.server.TestingCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.mcp.TraceContext;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A trace goes on from the MCP client through Writ to the server of a third party. */
@Timeout(120)
class TracesOfClientsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";
    private static final String ASK = """
            {"request": "use it", "justification": "the user wants it tried", "tools": ["remote__ping"]}""";

    @TempDir
    Path folder;

    private final TestingCollector collector = TestingCollector.start();
    private final TestingRemote remote = new TestingRemote("ping");
    private TestingApi api;
    private TestingMcpClient client;
    private String task;

    @AfterEach
    void stop() {
        client.close();
        api.close();
        remote.close();
        collector.close();
    }

    private void start(boolean sending) throws Exception {
        Path settings = Files.writeString(
                folder.resolve("writ.yaml"),
                "servers: {remote: {url: \"" + remote.url() + "\"}}\n"
                        + (sending ? "telemetry: {otlp: {endpoint: \"" + collector.url() + "\"}}\n" : ""));
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())));
        TestingApi.Answer token = api.post("/api/v1/tokens", "{\"purpose\": \"try the server\"}");
        task = token.text("task");
        client = new TestingMcpClient(api.writ.url() + "/mcp", token.text("secret"));
        grant();
    }

    private void grant() throws Exception {
        api.until(
                "/api/v1/servers/remote", answer -> !answer.body().path("tools").isEmpty());
        CompletableFuture<TestingMcpClient.Answer> asked =
                CompletableFuture.supplyAsync(() -> client.call("need_more_tools", ASK));
        String approval = api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .path(0)
                .path("id")
                .asString();
        api.post("/api/v1/approvals/" + approval + "/approve", "{}");
        assertThat(asked.get(60, TimeUnit.SECONDS).text()).startsWith("Granted remote__ping");
    }

    private TraceContext called(String traceparent) throws InterruptedException {
        return calledWith(Json.object().put("traceparent", traceparent).put("tracestate", "vendor=1"))
                .orElseThrow();
    }

    private Optional<TraceContext> calledWith(ObjectNode meta) throws InterruptedException {
        client.meta.setAll(meta);
        assertThat(client.call("remote__ping", "{}").text()).isEqualTo("done");
        return remote.traces.take();
    }

    @Test
    void a_call_is_part_of_its_clients_trace_and_linked_to_its_task() throws Exception {
        start(true);
        TraceContext passed = called(PARENT);
        Span call = collector.await(span -> hex(span.getTraceId()).equals(TRACE), "span in the client's trace");
        assertThat(call.getName()).isEqualTo("execute_tool remote__ping.ping");
        assertThat(hex(call.getParentSpanId())).isEqualTo(SPAN);
        assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(attributes(call))
                .containsEntry("mcp.method.name", "tools/call")
                .containsEntry("network.transport", "tcp")
                .containsEntry("writ.task.id", task);
        assertThat(passed.trace()).isEqualTo(TRACE);
        assertThat(passed.span()).isEqualTo(hex(call.getSpanId()));
        assertThat(passed.state()).isEqualTo("vendor=1");
        api.post("/api/v1/tasks/" + task + "/cancel", "{\"reason\": \"enough\"}");
        Span agent = collector.await(
                span -> span.getName().equals("invoke_agent worker")
                        && attributes(span).get("writ.task.id").equals(task),
                "span of the agent");
        assertThat(call.getLinks(0).getSpanId()).isEqualTo(agent.getSpanId());
        assertThat(call.getLinks(0).getTraceId()).isEqualTo(agent.getTraceId());
    }

    @Test
    void without_a_trace_of_the_client_the_server_is_told_of_writs_own() throws Exception {
        start(true);
        TraceContext passed = calledWith(Json.object()).orElseThrow();
        Span call = collector.span("execute_tool remote__ping.ping");
        assertThat(passed.trace()).isEqualTo(hex(call.getTraceId()));
        assertThat(passed.span()).isEqualTo(hex(call.getSpanId()));
        assertThat(passed.sampled()).isTrue();
    }

    @Test
    void what_a_call_started_is_linked_to_it() throws Exception {
        start(true);
        client.meta.put("traceparent", PARENT);
        client.call(
                "need_more_tools",
                "{\"request\": \"read\", \"justification\": \"to see\", \"tools\": [\"nothing_like_it\"]}");
        Span call = collector.await(
                span -> span.getName().equals("execute_tool need_more_tools")
                        && hex(span.getTraceId()).equals(TRACE),
                "span of the call");
        assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        Span request = collector.await(
                span -> span.getName().equals("writ.grant.request") && span.getLinksCount() == 1,
                "span of the request");
        assertThat(request.getLinks(0).getSpanId()).isEqualTo(call.getSpanId());
        assertThat(request.getLinks(0).getTraceId()).isEqualTo(call.getTraceId());
        assertThat(attributes(request).get("writ.grant.tools"))
                .contains("unknown")
                .doesNotContain("nothing_like_it");
    }

    @Test
    void a_client_that_does_not_record_its_trace_is_not_recorded_here_either() throws Exception {
        start(true);
        String unsampled = "00-" + TRACE + "-" + SPAN + "-00";
        assertThat(called(unsampled).parent()).isEqualTo(unsampled);
        called(PARENT);
        collector.await(span -> hex(span.getTraceId()).equals(TRACE), "span of the second call");
        assertThat(collector.spans())
                .filteredOn(span -> hex(span.getTraceId()).equals(TRACE))
                .hasSize(1);
    }

    @Test
    void the_trace_of_a_client_is_passed_on_as_it_is_where_writ_sends_none() throws Exception {
        start(false);
        assertThat(called(PARENT).parent()).isEqualTo(PARENT);
        assertThat(calledWith(Json.object().put("traceparent", "00-zz-1-01"))).isEmpty();
        assertThat(collector.requests).hasValue(0);
    }

    @Test
    void baggage_is_not_passed_on() throws Exception {
        start(true);
        assertThat(calledWith(Json.object().put("baggage", "user=ada"))).isPresent();
        collector.span("execute_tool remote__ping.ping");
        assertThat(collector.spans().toString()).doesNotContain("ada");
    }

    @Test
    void what_a_client_calls_that_does_not_exist_is_not_told() throws Exception {
        start(true);
        client.call("buy_milk_at_the_shop", "{}");
        called(PARENT);
        collector.await(span -> hex(span.getTraceId()).equals(TRACE), "span of the second call");
        assertThat(collector.spans().toString()).doesNotContain("buy_milk_at_the_shop");
    }
}
