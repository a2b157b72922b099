package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.insight.compliance.SignedReport;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The report over real HTTP, after a person approved one request of an agent and another call was denied. */
class ComplianceApiTest {
    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingApi api;

    @BeforeAll
    static void start() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, MODEL);
        MODEL.worker(
                calls("need_more_tools", """
                        {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
                         "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}, "duration": "30m"}"""),
                calls("file_edit__write_file", "{\"path\": \"b.txt\", \"content\": \"b\", \"mode\": \"create\"}"),
                calls("file_edit__write_file", "{\"path\": \"c.txt\", \"content\": \"c\", \"mode\": \"create\"}"),
                ends("done"));
        Answer task = api.post(
                "/api/v1/tasks",
                Json.object()
                        .put("request", "write b.txt")
                        .put("process", "single_agent")
                        .put("agent", "worker")
                        .put("workspace", workspace.toString())
                        .toString());
        String approval = api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0)
                .path("id")
                .asString();
        api.post("/api/v1/approvals/" + approval + "/approve", "{\"reason\": \"only this file\"}");
        assertThat(api.ended(task.text("id")).text("state")).isEqualTo("completed");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void it_is_signed_with_the_key_that_is_told_and_its_owner_alone_can_read() throws IOException {
        Answer answer = api.get("/api/v1/compliance");
        SignedReport signed = SignedReport.verify(Json.write(answer.body()));
        assertThat(signed.key().toJson())
                .isEqualTo(api.get("/api/v1/compliance/key").body());
        Path key = api.writ.dataFolder().resolve("report-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(answer.body().toString())
                .doesNotContain(Files.readString(key).lines().findFirst().orElseThrow());
    }

    @Test
    void it_fits_its_description() {
        Described described = new Described(api.get("/api/v1/openapi.json").body());
        assertThat(described.mistake("ComplianceReport", report(""))).isEmpty();
    }

    @Test
    void it_tells_who_approved_what_and_what_came_of_it() {
        JsonNode report = report("");
        JsonNode decision = section(report, "decisions").path("rows").get(0);
        assertThat(decision.path("answer").asString()).isEqualTo("approved");
        assertThat(decision.path("by").asString()).isEqualTo("person:user");
        assertThat(decision.path("answered_because").asString()).isEqualTo("only this file");
        assertThat(decision.path("narrowed").asBoolean()).isFalse();
        JsonNode grants = section(report, "grants");
        assertThat(figure(grants, "granted")).isPositive();
        assertThat(line(grants.path("rows"), "tool", "file_edit").path("used").asLong())
                .isEqualTo(1);
        assertThat(line(section(report, "denials").path("rows"), "tool", "file_edit")
                        .path("denials")
                        .asLong())
                .isEqualTo(1);
        assertThat(figure(section(report, "ceilings"), "requests")).isEqualTo(1);
        assertThat(section(report, "sandbox").path("rows")).isNotEmpty();
        assertThat(report.path("log_verified").asBoolean()).isTrue();
    }

    @Test
    void every_number_leads_to_as_many_events() {
        JsonNode report = report("");
        for (JsonNode section : report.path("sections")) {
            for (JsonNode figure : section.path("figures")) {
                String events = figure.path("events").asString();
                if (!events.isEmpty()) {
                    Answer behind = api.get(events + "&limit=10000");
                    assertThat(behind.status()).as(events).isEqualTo(200);
                }
            }
            for (JsonNode row : section.path("rows")) {
                String events = row.path("events").asString();
                if (!events.isEmpty()) {
                    assertThat(api.get(events).status()).as(events).isEqualTo(200);
                }
            }
        }
        JsonNode decisions = section(report, "decisions");
        String approved =
                line(decisions.path("figures"), "id", "approved").path("events").asString();
        assertThat(api.get(approved).body()).hasSize((int) figure(decisions, "approved"));
        JsonNode denials = section(report, "denials");
        String denied =
                line(denials.path("figures"), "id", "denied").path("events").asString();
        assertThat(api.get(denied + "&limit=1000").body()).hasSize((int) figure(denials, "denied"));
    }

    @Test
    void a_period_before_anything_happened_is_empty_and_odd_ones_are_refused() {
        JsonNode report = report("?from=2020-01-01T00:10:00Z&until=2020-01-02T00:00:00Z");
        assertThat(report.path("from").asString()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(figure(section(report, "calls"), "calls")).isZero();
        assertThat(figure(section(report, "log"), "events")).isZero();
        assertThat(api.get("/api/v1/compliance?from=yesterday").error()).isEqualTo("invalid_arguments");
        assertThat(api.get("/api/v1/compliance?form=2020-01-01T00:00:00Z").error())
                .isEqualTo("invalid_arguments");
    }

    private static JsonNode report(String query) {
        return Json.parse(api.get("/api/v1/compliance" + query).text("report"));
    }

    private static JsonNode section(JsonNode report, String id) {
        return line(report.path("sections"), "id", id);
    }

    private static long figure(JsonNode section, String id) {
        return line(section.path("figures"), "id", id).path("value").asLong();
    }

    private static JsonNode line(JsonNode lines, String name, String value) {
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path(name).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
