package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.AnomalyKind;
import dev.writ.insight.anomaly.Finding;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Usage and performance over real HTTP, after a task that read a file and was denied another. */
class InsightApiTest {
    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingApi api;

    @BeforeAll
    static void start() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "hello");
        api = TestingApi.start(folder, MODEL);
        MODEL.worker(
                calls("message_user__send_message", "{\"text\": \"working\", \"type\": \"info\"}"),
                calls("entity_manager__list_entities", "{\"kind\": \"agent\"}"),
                ends("done"));
        Answer task = api.post(
                "/api/v1/tasks",
                Json.object()
                        .put("request", "do it")
                        .put("process", "single_agent")
                        .put("agent", "worker")
                        .put("workspace", workspace.toString())
                        .toString());
        assertThat(api.ended(task.text("id")).text("state")).isEqualTo("completed");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void usage_counts_what_was_called_and_every_number_leads_to_its_events() {
        JsonNode usage = api.get("/api/v1/usage").body();
        assertThat(usage.path("events_behind").asLong()).isZero();
        JsonNode sent = line(usage.path("operations"), "operation", "send_message");
        assertThat(sent.path("agent").asString()).isEqualTo("worker");
        assertThat(sent.path("calls").asLong()).isEqualTo(1);
        assertThat(sent.path("success_rate").asDouble()).isEqualTo(1);
        assertThat(sent.path("p99_micros").asDouble()).isPositive();
        JsonNode events = api.get(sent.path("events").asString()).body();
        assertThat(events).hasSize(1);
        JsonNode event =
                api.get("/api/v1/events/" + events.get(0).path("seq").asLong()).body();
        assertThat(event.path("type").asString()).isEqualTo("tool.succeeded");
        assertThat(event.path("data").path("operation").asString()).isEqualTo("send_message");
        assertThat(usage.path("models")).isNotEmpty();
    }

    @Test
    void performance_times_every_stage_that_a_task_goes_through() {
        JsonNode performance = api.get("/api/v1/performance").body();
        assertThat(performance.path("stages"))
                .extracting(stage -> stage.path("stage").asString())
                .contains("queue", "permission_check", "tool", "model");
        JsonNode checks = line(performance.path("stages"), "stage", "permission_check");
        assertThat(checks.path("p50_micros").asDouble()).isPositive();
        assertThat(checks.path("series")).isNotEmpty();
        assertThat(api.get(checks.path("events").asString()).body())
                .hasSize(checks.path("timed").asInt());
        assertThat(performance.path("bottleneck").path("sentence").asString()).contains("%");
    }

    @Test
    void security_tells_of_anomalies_and_people_teach_and_resolve_them() {
        Instant now = Instant.now();
        Finding finding = new Finding(
                AnomalyKind.DENIAL_BURST,
                "denial_burst:nobody",
                new Finding.Subject("nobody", "", "", "", "", ""),
                new Period(now, now.plusSeconds(1)),
                20,
                "20 of 20 calls were denied.",
                Json.object().put("denied", 20),
                List.of(1L));
        Anomaly raised = api.writ
                .core()
                .database()
                .write(transaction -> api.writ.core().anomalies().raise(transaction, finding))
                .orElseThrow();
        JsonNode security = api.get("/api/v1/security").body();
        assertThat(security.path("open_anomalies").path("denial_burst").asLong())
                .isEqualTo(1);
        assertThat(line(security.path("anomalies"), "id", raised.id())
                        .path("reactions")
                        .get(0)
                        .asString())
                .isEqualTo("alert");
        assertThat(api.get("/api/v1/inbox").body())
                .anySatisfy(message -> assertThat(message.toString()).contains(raised.id()));
        String path = "/api/v1/anomalies/" + raised.id();
        assertThat(api.post(path + "/feedback", "{\"verdict\": \"expected\"}").text("feedback"))
                .isEqualTo("expected");
        assertThat(api.post(path + "/feedback", "{\"verdict\": \"perhaps\"}").error())
                .isEqualTo("invalid_arguments");
        Answer resolved = api.post(path + "/resolve", "{\"note\": \"a test\"}");
        assertThat(resolved.text("state")).isEqualTo("resolved");
        assertThat(resolved.text("note")).isEqualTo("a test");
        assertThat(api.post(path + "/resolve", "{}").error()).isEqualTo("conflict");
        assertThat(api.get("/api/v1/anomalies?state=open").body()).isEmpty();
        assertThat(api.get("/api/v1/anomalies/anomaly_0").error()).isEqualTo("not_found");
    }

    @Test
    void periods_and_stages_that_make_no_sense_are_refused() {
        assertThat(api.get("/api/v1/usage?from=yesterday").error()).isEqualTo("invalid_arguments");
        assertThat(api.get("/api/v1/usage?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")
                        .error())
                .isEqualTo("invalid_arguments");
        assertThat(api.get("/api/v1/timings?stage=dreaming").error()).isEqualTo("invalid_arguments");
    }

    private static JsonNode line(JsonNode lines, String name, String value) {
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path(name).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
