package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake of a caller has one clear answer of one form, and changes nothing. */
class ApiMistakesTest {
    @TempDir
    static Path folder;

    private static TestingApi api;

    @BeforeAll
    static void start() {
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void isProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.error()).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.body().propertyNames()).containsExactly("error");
        assertThat(answer.body().path("error").propertyNames()).containsExactlyInAnyOrder("code", "message", "hint");
        assertThat(answer.body().path("error").path("message").asString()).endsWith(".");
        assertThat(answer.body().path("error").path("hint").asString()).isNotBlank();
        assertThat(answer.headers().get("content-type")).containsExactly("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/tasks/task_0, not_found",
        "GET, /api/v1/tasks/task_0/tree, not_found",
        "GET, /api/v1/tasks/task_0/log, not_found",
        "GET, /api/v1/tasks/task_0/messages, not_found",
        "GET, /api/v1/tasks/task_0/report, not_found",
        "POST, /api/v1/tasks/task_0/cancel, not_found",
        "POST, /api/v1/tasks/task_0/pause, not_found",
        "POST, /api/v1/tasks/task_0/resume, not_found",
        "POST, /api/v1/tasks/task_0/step, not_found",
        "GET, /api/v1/approvals/approval_0, not_found",
        "POST, /api/v1/approvals/approval_0/approve, not_found",
        "POST, /api/v1/grants/grant_0/revoke, not_found",
        "GET, /api/v1/agents/nobody, not_found",
        "GET, /api/v1/documents/none/versions, not_found",
        "GET, /api/v1/documents/none/diff, not_found",
        "POST, /api/v1/tools/none/deactivate, not_found",
        "POST, /api/v1/processes/none/activate, not_found",
        "GET, /api/v1/events/999999999, not_found",
        "GET, /api/v1/nothing, not_found",
        "GET, /favicon.ico, not_found",
        "GET, /api/v2/tasks, not_found"
    })
    void what_is_not_there_is_not_found(String method, String path, String code) {
        isProblem(api.send(method, path, ""), 404, code);
    }

    @Test
    void no_request_works_where_writ_keeps_its_own_data() throws IOException {
        Path data = api.writ.dataFolder();
        Path link = Files.createSymbolicLink(folder.resolve("innocent"), data.getParent());
        for (Path workspace : List.of(data, data.resolve("trials"), Objects.requireNonNull(data.getParent()), link)) {
            Files.createDirectories(workspace);
            String request = Json.write(Json.object().put("request", "x").put("workspace", workspace.toString()));
            isProblem(api.post("/api/v1/tasks", request), 400, "workspace_unusable");
            isProblem(api.post("/api/v1/tasks/preflight", request), 400, "workspace_unusable");
            isProblem(
                    api.post("/api/v1/tokens", request.replace("\"request\"", "\"purpose\"")),
                    400,
                    "workspace_unusable");
        }
        assertThat(api.get("/api/v1/tasks").body()).isEmpty();
    }

    @Test
    void unknown_ids_with_a_body_are_not_found_either() {
        isProblem(api.post("/api/v1/tasks/task_0/reply", "{\"text\": \"x\"}"), 404, "not_found");
        isProblem(api.post("/api/v1/inbox/message_0/answer", "{\"text\": \"x\"}"), 404, "not_found");
        isProblem(api.post("/api/v1/approvals/approval_0/deny", "{\"reason\": \"x\"}"), 404, "not_found");
        isProblem(api.post("/api/v1/documents/none/rollback", "{\"version\": 1}"), 404, "not_found");
        isProblem(
                api.send("PATCH", "/api/v1/agents/none", "{\"changes\": {}, \"expected_version\": 1}"),
                404,
                "not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/tasks/task_0",
        "PUT, /api/v1/tasks",
        "GET, /api/v1/tasks/task_0/cancel",
        "POST, /api/v1/approvals",
        "DELETE, /api/v1/agents/worker",
        "POST, /api/v1/system/step-mode",
        "POST, /api/v1/stream",
        "POST, /healthz"
    })
    void a_path_with_another_method_says_which_methods_it_has(String method, String path) {
        Answer answer = api.send(method, path, "");
        isProblem(answer, 405, "unknown_operation");
        assertThat(answer.headers().get("allow")).isNotEmpty().doesNotContain(method);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"request\": \"x\" | invalid_json",
                "{\"request\": \"x\", \"request\": \"y\"} | invalid_json",
                "{\"request\": \"x\"} trailing | invalid_json",
                "[] | invalid_json",
                "\"text\" | invalid_json",
                "{\"request\": \"x\", \"colour\": \"red\"} | invalid_arguments",
                "{\"request\": 5} | invalid_arguments",
                "{\"request\": \" \"} | invalid_arguments",
                "{} | invalid_arguments",
                "{\"request\": \"x\", \"allow\": \"edit\"} | invalid_arguments",
                "{\"request\": \"x\", \"allow\": [\"everything\"]} | invalid_arguments",
                "{\"request\": \"x\", \"allow\": [5]} | invalid_arguments",
                "{\"request\": \"x\", \"step\": \"yes\"} | invalid_arguments",
                "{\"request\": \"x\", \"priority\": \"high\"} | invalid_arguments",
                "{\"request\": \"x\", \"priority\": 1.5} | invalid_arguments",
                "{\"request\": \"x\", \"parameters\": []} | invalid_arguments",
                "{\"request\": \"x\", \"budget\": 5} | invalid_arguments",
                "{\"request\": \"x\", \"budget\": {\"gold\": 5}} | invalid_arguments",
                "{\"request\": \"x\", \"budget\": {\"tokens\": \"many\"}} | invalid_arguments",
                "{\"request\": \"x\", \"budget\": {\"tokens\": -1}} | invalid_arguments",
                "{\"request\": \"x\", \"approval_timeout_seconds\": 0} | invalid_arguments",
                "{\"request\": \"x\", \"approval_timeout_seconds\": \"10m\"} | invalid_arguments",
                "{\"request\": \"x\", \"workspace\": \"/does/not/exist\"} | workspace_unusable",
                "{\"request\": \"x\", \"workspace\": \"/etc/passwd\"} | workspace_unusable",
                "{\"request\": \"x\", \"workspace\": \"a\\u0000b\"} | invalid_arguments",
                "{\"request\": \"x\", \"workspace\": \"relative/folder\"} | workspace_unusable",
                "{\"request\": \"x\", \"workspace\": null} | invalid_arguments"
            })
    void a_faulty_submission_is_refused(String body, String code) {
        isProblem(api.post("/api/v1/tasks", body), 400, code);
        assertThat(api.get("/api/v1/tasks").body()).isEmpty();
    }

    @Test
    void an_empty_submission_is_refused() {
        isProblem(api.post("/api/v1/tasks", ""), 400, "invalid_arguments");
    }

    @Test
    void nesting_without_end_is_refused() {
        String deep = "{\"request\": \"x\", \"parameters\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001);
        isProblem(api.post("/api/v1/tasks", deep), 400, "invalid_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/tasks?limit=many",
                "/api/v1/tasks?limit=0",
                "/api/v1/tasks?limit=99999999999999999999",
                "/api/v1/tasks?state=tired",
                "/api/v1/approvals?state=perhaps",
                "/api/v1/grants?state=perhaps",
                "/api/v1/inbox?state=perhaps",
                "/api/v1/events?from=yesterday",
                "/api/v1/events?after=-1",
                "/api/v1/events/first",
                "/api/v1/stream?after=x",
                "/api/v1/documents/untrusted-text/diff?from=one"
            })
    void a_faulty_query_is_refused(String path) {
        isProblem(api.get(path), 400, "invalid_arguments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/v1/documents | {\"name\": \"\", \"content\": {}}",
                "POST | /api/v1/documents | {\"name\": \"x\"}",
                "POST | /api/v1/documents | {\"name\": \"x\", \"content\": \"text\"}",
                "PATCH | /api/v1/documents/untrusted-text | {\"changes\": \"x\", \"expected_version\": 1}",
                "PATCH | /api/v1/documents/untrusted-text | {\"changes\": {\"a\": 1}}",
                "PATCH | /api/v1/documents/untrusted-text | {\"changes\": {\"a\": 1}, \"expected_version\": \"1\"}",
                "POST | /api/v1/documents/untrusted-text/rollback | {}",
                "POST | /api/v1/documents/untrusted-text/rollback | {\"version\": \"one\"}",
                "POST | /api/v1/documents/untrusted-text/deactivate | {\"why\": \"x\"}",
                "PUT | /api/v1/system/step-mode | {}",
                "PUT | /api/v1/system/step-mode | {\"on\": \"yes\"}",
                "POST | /api/v1/grants/revoke-all | {\"reason\": 1}",
                "POST | /api/v1/tasks/task_0/reply | {\"text\": \"\"}",
                "POST | /api/v1/inbox/message_0/answer | {}",
                "POST | /api/v1/tasks/task_0/pause | {\"now\": true}"
            })
    void a_faulty_body_is_refused(String method, String path, String body) {
        isProblem(api.send(method, path, body), 400, "invalid_arguments");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        String large = "{\"request\": \"" + "x".repeat((1 << 20) + 1) + "\"}";
        isProblem(api.post("/api/v1/tasks", large), 413, "too_large");
    }

    @Test
    void without_the_token_nothing_is_told() {
        for (String value : List.of("Bearer ", "Bearer wrong", "Basic " + api.writ.token(), api.writ.token())) {
            Answer answer =
                    api.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(api.writ.url() + "/api/v1/tasks"))
                            .header("Authorization", value)
                            .build());
            isProblem(answer, 401, "unauthenticated");
            assertThat(answer.body().toString()).doesNotContain(api.writ.token());
        }
        // Whether a path exists is not told either.
        isProblem(
                api.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(api.writ.url() + "/api/v1/nothing"))
                        .build()),
                401,
                "unauthenticated");
    }

    @Test
    void a_request_for_another_host_or_from_another_page_is_refused() {
        String token = "Authorization: Bearer " + api.writ.token();
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "[::2]")) {
            assertThat(api.raw("GET /api/v1/system HTTP/1.1", "Host: " + host, token, "Connection: close"))
                    .as(host)
                    .startsWith("HTTP/1.1 403")
                    .contains("\"denied\"")
                    .doesNotContain("\"version\"");
        }
        for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1", "http://localhost.evil")) {
            isProblem(api.send("GET", "/api/v1/system", "", "Origin", origin), 403, "denied");
        }
        assertThat(api.send("GET", "/api/v1/system", "", "Origin", api.writ.url())
                        .status())
                .isEqualTo(200);
        assertThat(api.raw("GET /api/v1/system HTTP/1.1", "Host: localhost:1", token, "Connection: close"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void answers_are_not_kept_and_not_framed() {
        assertThat(api.get("/api/v1/system").headers())
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsKey("content-security-policy");
    }

    @Test
    void what_is_not_http_gets_the_same_form_of_answer_or_none() {
        for (String line : List.of("GET /api/v1/%zz HTTP/1.1", "G@T / HTTP/1.1", "GET /\u0001 HTTP/1.1")) {
            String answer = api.raw(line, "Host: localhost", "Connection: close");
            assertThat(answer).as(line).doesNotContain("Exception").doesNotContain("at io.helidon");
            int body = answer.indexOf("\r\n\r\n");
            if (body > 0 && !answer.substring(body).isBlank()) {
                assertThat(Json.parse(answer.substring(body).strip())
                                .path("error")
                                .path("code")
                                .asString())
                        .as(line + " -> " + answer)
                        .isNotEmpty();
            }
        }
    }
}
