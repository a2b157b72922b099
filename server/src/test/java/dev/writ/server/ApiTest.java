package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every route of the API doing what it is for, over real HTTP. */
class ApiTest {
    private static final String ASK_TO_EDIT = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": [], "write": ["*.txt"]}}, "duration": "30m"}""";

    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingApi api;
    private static Path workspace;

    @BeforeAll
    static void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, MODEL);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Answer submit(TestingModel.Script... turns) {
        return submit(Json.object(), turns);
    }

    private static Answer submit(ObjectNode more, TestingModel.Script... turns) {
        MODEL.worker(turns);
        ObjectNode body = Json.object()
                .put("request", "do it")
                .put("process", "single_agent")
                .put("agent", "worker")
                .put("workspace", workspace.toString());
        body.setAll(more);
        Answer answer = api.post("/api/v1/tasks", body.toString());
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private static String path(Answer task, String rest) {
        return "/api/v1/tasks/" + task.text("id") + rest;
    }

    @Test
    void health_and_readiness_need_no_token() {
        for (String path : List.of("/healthz", "/readyz")) {
            assertThat(api.raw("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close"))
                    .startsWith("HTTP/1.1 200")
                    .contains("nosniff");
        }
    }

    @Test
    void a_request_is_accepted_carried_out_and_reported() {
        Answer task = submit(ends("all done"));
        Answer ended = api.ended(task.text("id"));
        assertThat(ended.text("state")).isEqualTo("completed");
        assertThat(ended.body().path("result").path("text").asString()).isEqualTo("all done");
        assertThat(ended.body().path("error").isNull()).isTrue();

        Answer report = api.get(path(task, "/report"));
        assertThat(report.text("status")).isEqualTo("completed");
        assertThat(report.text("result")).isEqualTo("all done");
        assertThat(report.text("model")).isEqualTo("testing");
        assertThat(report.body().propertyNames())
                .contains("task", "findings", "files_changed", "grants", "tool_calls", "denied", "seconds", "error");

        assertThat(api.get(path(task, "/tree")).body()).hasSize(2);
        assertThat(api.get(path(task, "/messages")).body())
                .extracting(message -> message.path("role").asString())
                .containsExactly("instruction", "request", "reply", "result");
        JsonNode log = api.get(path(task, "/log")).body();
        assertThat(log).extracting(event -> event.path("type").asString()).contains("task.created", "task.completed");
        long second = log.get(1).path("seq").asLong();
        assertThat(api.get(path(task, "/log?after=" + second + "&limit=1")).body())
                .extracting(event -> event.path("seq").asLong())
                .containsExactly(log.get(2).path("seq").asLong());
        assertThat(api.get("/api/v1/tasks?roots=true&limit=1000").body())
                .extracting(one -> one.path("id").asString())
                .contains(task.text("id"));
        assertThat(api.get("/api/v1/tasks?state=completed&tree=" + task.text("id"))
                        .body())
                .hasSize(2);
    }

    @Test
    void the_same_key_is_the_same_request() {
        Answer first = submit(Json.object().put("key", "one"), ends("done"));
        Answer second = submit(Json.object().put("key", "one"), ends("done"));
        assertThat(second.text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void a_task_is_stepped_paused_resumed_and_cancelled() {
        Answer task = submit(Json.object().put("step", true), says("x"));
        api.until(path(task, ""), answer -> answer.text("state").equals("manual_hold"));
        assertThat(api.post(path(task, "/step"), "").status()).isEqualTo(200);
        assertThat(api.ended(task.text("id")).text("state")).isEqualTo("completed");

        Answer asking = submit(calls("message_user__ask_user", "{\"question\": \"Which?\"}"), ends("never"));
        waiting(asking);
        assertThat(api.post(path(asking, "/pause"), "{}").text("state")).isEqualTo("manual_hold");
        assertThat(api.post(path(asking, "/resume"), "{}").text("state")).isNotEqualTo("manual_hold");
        Answer cancelled = api.post(path(asking, "/cancel"), "{\"reason\": \"enough\"}");
        assertThat(cancelled.body().path("cancelled").asInt()).isEqualTo(1);
        Answer ended = api.get(path(asking, ""));
        assertThat(ended.text("state")).isEqualTo("cancelled");
        assertThat(ended.error()).isEqualTo("cancelled");
    }

    @Test
    void a_question_is_answered_by_a_reply_or_in_the_inbox() {
        Answer first = submit(calls("message_user__ask_user", "{\"question\": \"Which?\"}"), endsWithLastResult());
        waiting(first);
        assertThat(api.post(path(first, "/reply"), "{\"text\": \"red\"}").status())
                .isEqualTo(200);
        assertThat(api.ended(first.text("id"))
                        .body()
                        .path("result")
                        .path("text")
                        .asString())
                .contains("red");

        Answer second = submit(calls("message_user__ask_user", "{\"question\": \"Which?\"}"), endsWithLastResult());
        waiting(second);
        JsonNode asked =
                api.get("/api/v1/inbox?state=asked&tree=" + second.text("id")).body();
        assertThat(asked).hasSize(1);
        Answer answered =
                api.post("/api/v1/inbox/" + asked.get(0).path("id").asString() + "/answer", "{\"text\": \"blue\"}");
        assertThat(answered.text("state")).isEqualTo("answered");
        assertThat(api.ended(second.text("id"))
                        .body()
                        .path("result")
                        .path("text")
                        .asString())
                .contains("blue");
    }

    @Test
    void an_approval_is_given_narrower_than_asked_and_its_grant_is_revoked() {
        Answer task = submit(
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Go on?\"}"),
                calls("file_edit__write_file", "{\"path\": \"b.txt\", \"content\": \"b\", \"mode\": \"create\"}"),
                endsWithLastResult());
        JsonNode approval = api.until(
                        "/api/v1/approvals?state=pending&tree=" + task.text("id"),
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0);
        String id = approval.path("id").asString();
        assertThat(api.get("/api/v1/approvals/" + id).body()).isEqualTo(approval);
        Answer approved = api.post("/api/v1/approvals/" + id + "/approve", """
                {"ttl_seconds": 60, "reason": "fine", "scope": {"read": [], "write": ["b.txt"]}}""");
        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
        assertThat(approved.text("state")).isEqualTo("approved");

        api.until(
                "/api/v1/inbox?state=asked&tree=" + task.text("id"),
                answer -> !answer.body().isEmpty());
        JsonNode grant = api.get("/api/v1/grants?state=live&task=" + task.text("id"))
                .body()
                .get(0);
        assertThat(grant.path("scope").path("write").get(0).asString()).isEqualTo("b.txt");
        Answer revoked = api.post("/api/v1/grants/" + grant.path("id").asString() + "/revoke", "{\"reason\": \"no\"}");
        assertThat(revoked.status()).isEqualTo(200);
        api.post(path(task, "/reply"), "{\"text\": \"yes\"}");
        assertThat(api.ended(task.text("id")).body().path("result").path("text").asString())
                .startsWith("denied");
        assertThat(workspace.resolve("b.txt")).doesNotExist();
    }

    @Test
    void an_approval_is_denied_with_a_reason() {
        Answer task = submit(calls("need_more_tools", ASK_TO_EDIT), endsWithLastResult());
        String id = api.until(
                        "/api/v1/approvals?state=pending&tree=" + task.text("id"),
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0)
                .path("id")
                .asString();
        assertThat(api.post("/api/v1/approvals/" + id + "/deny", "{}").error()).isEqualTo("invalid_arguments");
        assertThat(api.post("/api/v1/approvals/" + id + "/deny", "{\"reason\": \"not now\"}")
                        .text("state"))
                .isEqualTo("denied");
        assertThat(api.post("/api/v1/approvals/" + id + "/approve", "{}").status())
                .isEqualTo(409);
        assertThat(api.ended(task.text("id")).body().path("result").path("text").asString())
                .contains("not now");
    }

    /** A task that holds a grant and waits for an answer. */
    private static Answer holdsAGrant() {
        Answer task = submit(
                Json.object().set("allow", Json.array(List.of("edit"))),
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Go on?\"}"),
                ends("done"));
        waiting(task);
        api.until(
                "/api/v1/inbox?state=asked&tree=" + task.text("id"),
                answer -> !answer.body().isEmpty());
        return task;
    }

    @Test
    void the_stream_says_at_once_that_it_is_there_and_names_events_unless_told_not_to() throws Exception {
        for (String query : List.of("?after=0", "?after=0&named=false")) {
            HttpClient client = HttpClient.newHttpClient();
            try (Stream<String> all = client.send(
                            api.request("/api/v1/stream" + query).build(), BodyHandlers.ofLines())
                    .body()) {
                List<String> lines = all.limit(5).toList();
                assertThat(lines.getFirst()).isEqualTo(":");
                assertThat(lines.stream().anyMatch(line -> line.startsWith("event:")))
                        .isEqualTo(query.equals("?after=0"));
            }
            client.shutdownNow();
        }
    }

    @Test
    void the_grants_of_one_request_are_revoked_and_no_others() {
        Answer task = holdsAGrant();
        Answer other = holdsAGrant();
        assertThat(api.post("/api/v1/grants/revoke-all", "{\"tree\": \"task_0\"}")
                        .error())
                .isEqualTo("not_found");
        assertThat(api.post("/api/v1/grants/revoke-all", "{\"tree\": \"" + task.text("id") + "\"}")
                        .body()
                        .path("revoked")
                        .asInt())
                .isPositive();
        assertThat(api.get("/api/v1/grants?state=live&tree=" + task.text("id")).body())
                .isEmpty();
        assertThat(api.get("/api/v1/grants?state=live&tree=" + other.text("id")).body())
                .isNotEmpty();
        api.post(path(task, "/cancel"), "");
        api.post(path(other, "/cancel"), "");
    }

    @Test
    void a_request_is_shown_with_its_limits_and_what_is_spent_of_them() {
        Answer task = submit(Json.object().set("budget", Json.object().put("modelCalls", 7)), ends("all done"));
        api.ended(task.text("id"));
        JsonNode request = api.get(path(task, "/request")).body();
        assertThat(request.path("request").asString()).isEqualTo("do it");
        assertThat(request.path("workspace").asString()).isEqualTo(workspace.toString());
        assertThat(request.path("budget").path("modelCalls").asInt()).isEqualTo(7);
        assertThat(request.path("spent").path("modelCalls").asInt()).isEqualTo(1);
    }

    @Test
    void all_grants_are_revoked_at_once() {
        Answer task = holdsAGrant();
        assertThat(api.post("/api/v1/grants/revoke-all", "{}")
                        .body()
                        .path("revoked")
                        .asInt())
                .isPositive();
        assertThat(api.get("/api/v1/grants?state=live").body()).isEmpty();
        api.post(path(task, "/cancel"), "");
    }

    @Test
    void definitions_are_listed_created_changed_compared_rolled_back_and_switched_off() {
        for (String kind : List.of("agents", "tools", "processes", "documents")) {
            JsonNode list = api.get("/api/v1/" + kind).body();
            assertThat(list).isNotEmpty();
            String name = list.get(0).path("name").asString();
            assertThat(api.get("/api/v1/" + kind + "/" + name).text("name")).isEqualTo(name);
        }
        Answer created = api.post(
                "/api/v1/documents", "{\"name\": \"rules\", \"content\": {\"text\": \"one\"}, \"reason\": \"new\"}");
        assertThat(created.status()).isEqualTo(201);
        Answer changed = api.send(
                "PATCH",
                "/api/v1/documents/rules",
                "{\"changes\": {\"text\": \"two\"}, \"expected_version\": "
                        + created.body().path("version") + ", \"reason\": \"better\"}");
        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
        assertThat(changed.body().path("version").asInt()).isEqualTo(2);
        assertThat(api.get("/api/v1/documents/rules/versions").body()).hasSize(2);
        assertThat(api.get("/api/v1/documents/rules/diff?from=1&to=2").text("diff"))
                .contains("one")
                .contains("two");
        Answer stale = api.send(
                "PATCH",
                "/api/v1/documents/rules",
                "{\"changes\": {\"text\": \"three\"}, \"expected_version\": "
                        + created.body().path("version") + "}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.error()).isEqualTo("conflict");
        assertThat(api.post("/api/v1/documents/rules/rollback", "{\"version\": 1, \"reason\": \"worse\"}")
                        .body()
                        .path("content")
                        .path("text")
                        .asString())
                .isEqualTo("one");
        assertThat(api.post("/api/v1/documents/rules/deactivate", "{}").text("status"))
                .isEqualTo("inactive");
        assertThat(api.post("/api/v1/documents/rules/activate", "{}").text("status"))
                .isEqualTo("active");
    }

    @Test
    void events_are_read_by_type_tree_time_and_number() {
        Answer task = submit(ends("done"));
        api.ended(task.text("id"));
        JsonNode events = api.get("/api/v1/events?type=task&tree=" + task.text("id") + "&newest=true&limit=3")
                .body();
        assertThat(events).hasSize(3);
        assertThat(events.get(0).path("seq").asLong())
                .isGreaterThan(events.get(1).path("seq").asLong());
        assertThat(api.get("/api/v1/events/" + events.get(0).path("seq")).body())
                .isEqualTo(events.get(0));
        assertThat(api.get("/api/v1/events?from=2100-01-01T00:00:00Z").body()).isEmpty();
    }

    @Test
    void the_system_says_what_it_is_and_can_be_put_into_step_mode() {
        Answer system = api.get("/api/v1/system");
        assertThat(system.text("model")).contains("testing");
        assertThat(system.text("data")).startsWith(folder.toString());
        assertThat(api.get("/api/v1/doctor").body().path("checks")).isNotEmpty();
        assertThat(api.send("PUT", "/api/v1/system/step-mode", "{\"on\": true}")
                        .body()
                        .path("on")
                        .asBoolean())
                .isTrue();
        Answer task = submit(ends("done"));
        api.until(path(task, ""), answer -> answer.text("state").equals("manual_hold"));
        api.send("PUT", "/api/v1/system/step-mode", "{\"on\": false}");
        api.post(path(task, "/resume"), "");
        assertThat(api.ended(task.text("id")).text("state")).isEqualTo("completed");
    }

    @Test
    void a_stream_that_breaks_off_goes_on_without_a_gap_and_without_repeating() {
        Answer task = submit(
                calls("message_user__show_progress", "{\"message\": \"a\", \"percent\": 10}"),
                calls("message_user__show_progress", "{\"message\": \"b\", \"percent\": 20}"),
                ends("done"));
        api.ended(task.text("id"));
        String path = "/api/v1/stream?after=0&tree=" + task.text("id");
        List<JsonNode> all =
                api.get(path(task, "/log?limit=10000")).body().valueStream().toList();
        List<JsonNode> first = api.stream(path, "", events -> events.size() == 7);
        String seen = first.getLast().path("seq").asString();
        List<JsonNode> rest = api.stream(path, seen, events -> events.size() == all.size() - 7);
        assertThat(java.util.stream.Stream.concat(first.stream(), rest.stream()))
                .containsExactlyElementsOf(all);
    }

    @Test
    void a_stream_shows_what_happens_after_it_was_opened() {
        MODEL.worker(ends("done"));
        long last = api.get("/api/v1/events?newest=true&limit=1")
                .body()
                .get(0)
                .path("seq")
                .asLong();
        Thread submitting = Thread.startVirtualThread(() -> submit(ends("done")));
        List<JsonNode> news =
                api.stream("/api/v1/stream?type=task.created", Long.toString(last), events -> !events.isEmpty());
        assertThat(news.getFirst().path("type").asString()).isEqualTo("task.created");
        assertThat(submitting).isNotNull();
    }

    private static void waiting(Answer task) {
        api.until(path(task, ""), answer -> answer.text("state").equals("waiting_on_dependencies"));
    }
}
