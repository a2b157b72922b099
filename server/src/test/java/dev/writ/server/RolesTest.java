package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingApi.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people of each role may do, asked of every request that {@code docs/api.md} lists. */
class RolesTest {
    private static final List<String> OF_VIEWERS = List.of(
            "POST /api/v1/why",
            "POST /api/v1/policy/replay",
            "POST /api/v1/tasks/preflight",
            "POST /api/v1/login-links",
            "POST /api/v1/audit/verification",
            "POST /api/v1/audit/checkpoint",
            "POST /api/v1/session/end",
            "POST /api/v1/filters",
            "DELETE /api/v1/filters/{id}");
    private static final List<String> OF_OPERATORS = List.of(
            "POST /api/v1/tasks",
            "POST /api/v1/tasks/{id}/cancel",
            "POST /api/v1/tasks/{id}/pause",
            "POST /api/v1/tasks/{id}/resume",
            "POST /api/v1/tasks/{id}/step",
            "POST /api/v1/tasks/{id}/reply",
            "POST /api/v1/tasks/{id}/breakpoints",
            "DELETE /api/v1/tasks/{id}/breakpoints/{breakpoint}",
            "POST /api/v1/tasks/{id}/fork",
            "POST /api/v1/tasks/{id}/replay",
            "POST /api/v1/inbox/{id}/answer",
            "POST /api/v1/grants/{id}/revoke",
            "POST /api/v1/grants/revoke-all",
            "POST /api/v1/rules/{id}/end",
            "POST /api/v1/improvements/{id}/rollback",
            "POST /api/v1/improvements/{id}/pause",
            "POST /api/v1/improvements/{id}/resume",
            "POST /api/v1/incidents/{id}/close");
    private static final List<String> OF_APPROVERS = List.of(
            "POST /api/v1/approvals/{id}/approve",
            "POST /api/v1/approvals/{id}/deny",
            "POST /api/v1/improvements/{id}/approve",
            "POST /api/v1/improvements/{id}/reject",
            "POST /api/v1/anomalies/{id}/feedback",
            "POST /api/v1/anomalies/{id}/resolve");
    /** Where nobody is known yet. */
    private static final String LOG_IN = "POST /api/v1/session";

    private TestingApi api;

    @BeforeEach
    void start(@TempDir Path folder) {
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String add(String name, String role) {
        Answer added = api.post("/api/v1/accounts", """
                {"name": "%s", "role": "%s"}""".formatted(name, role));
        assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
        return added.text("secret");
    }

    /** The requests that change something and are not refused for the role. */
    private TreeSet<String> openTo(String secret) {
        TreeSet<String> open = new TreeSet<>();
        List<ApiDocument.Route> changing = ApiDocument.read().routes().stream()
                .filter(route -> !route.method().equals("GET"))
                .toList();
        assertThat(changing).hasSizeGreaterThan(30);
        for (ApiDocument.Route route : changing) {
            Answer answer = api.as(secret, route.method(), route.path().replaceAll("\\{\\w+}", "1"), "");
            String name = route.method() + " " + route.path();
            assertThat(answer.status()).as(name).isNotIn(401, 405);
            if (answer.status() != 403 || !answer.body().toString().contains("This takes the role")) {
                open.add(name);
            }
        }
        open.remove(LOG_IN);
        return open;
    }

    @Test
    void a_viewer_sees_everything_and_changes_nothing() {
        String ada = add("ada", "viewer");
        assertThat(openTo(ada)).containsExactlyInAnyOrderElementsOf(OF_VIEWERS);
        for (String path : List.of("tasks", "approvals", "grants", "events", "agents", "security", "accounts", "me")) {
            assertThat(api.as(ada, "GET", "/api/v1/" + path, "").status())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void an_operator_works_with_requests() {
        assertThat(openTo(add("ada", "operator")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(OF_VIEWERS, OF_OPERATORS)
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void an_approver_decides_besides() {
        assertThat(openTo(add("ada", "approver")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(OF_VIEWERS, OF_OPERATORS, OF_APPROVERS)
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void what_is_granted_without_asking_is_an_approval() {
        String operator = add("ada", "operator");
        Answer refused = api.as(operator, "POST", "/api/v1/tasks", """
                {"request": "do it", "allow": ["run"]}""");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("error").path("message").asString()).contains("role approver");
        assertThat(api.as(operator, "POST", "/api/v1/tasks", "{\"request\": \"do it\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_replay_of_what_was_allowed_is_an_approval_too() {
        String task = api.post("/api/v1/tasks", """
                {"request": "do it", "allow": ["run"]}""").text("id");
        api.ended(task);
        String path = "/api/v1/tasks/" + task + "/replay";
        assertThat(api.as(add("ada", "operator"), "POST", path, "").status()).isEqualTo(403);
        assertThat(api.as(add("bob", "approver"), "POST", path, "").status()).isEqualTo(201);
    }

    @Test
    void the_log_says_who_it_was() {
        String ada = add("ada", "operator");
        String task =
                api.as(ada, "POST", "/api/v1/tasks", "{\"request\": \"do it\"}").text("id");
        api.ended(task);
        assertThat(api.get("/api/v1/events?kind=account").body()).hasSize(1);
        assertThat(api.get("/api/v1/events?limit=1000&tree=" + task)
                        .body()
                        .valueStream()
                        .map(event -> event.path("actor").asString()))
                .contains("person:ada");
    }

    @Test
    void a_change_of_role_counts_from_the_next_request_on() {
        String ada = add("ada", "administrator");
        api.as(ada, "POST", "/api/v1/accounts", "{\"name\": \"bob\", \"role\": \"viewer\"}");
        api.post("/api/v1/accounts/ada/role", "{\"role\": \"viewer\"}");
        assertThat(api.as(ada, "POST", "/api/v1/accounts", "{\"name\": \"eve\", \"role\": \"administrator\"}")
                        .status())
                .isEqualTo(403);
        assertThat(api.as(ada, "GET", "/api/v1/me", "").text("role")).isEqualTo("viewer");
    }

    @Test
    void who_is_kept_out_is_out_and_the_name_stays_taken() {
        String ada = add("ada", "approver");
        api.post("/api/v1/accounts/ada/end", "");
        assertThat(api.as(ada, "GET", "/api/v1/me", "").status()).isEqualTo(401);
        assertThat(api.post("/api/v1/accounts", "{\"name\": \"ada\", \"role\": \"viewer\"}")
                        .error())
                .isEqualTo("conflict");
        assertThat(api.post("/api/v1/accounts/ada/role", "{\"role\": \"viewer\"}")
                        .error())
                .isEqualTo("conflict");
    }

    @Test
    void a_new_token_ends_the_one_before() {
        String old = add("ada", "viewer");
        String fresh = api.post("/api/v1/accounts/ada/renew", "").text("secret");
        assertThat(api.as(old, "GET", "/api/v1/me", "").status()).isEqualTo(401);
        assertThat(api.as(fresh, "GET", "/api/v1/me", "").text("name")).isEqualTo("ada");
    }

    @Test
    void nobody_takes_the_name_of_who_acts_by_itself() {
        for (String name : List.of("user", "client", "openid", "openid:ada", "Ada", "a b", "", "a/b", "ada\u202e")) {
            assertThat(api.post("/api/v1/accounts", """
                            {"name": "%s", "role": "viewer"}""".formatted(name)).error())
                    .as(name)
                    .isEqualTo("invalid_arguments");
        }
    }

    @Test
    void a_browser_is_who_its_token_says() {
        String ada = add("ada", "viewer");
        Answer session = api.send("POST", "/api/v1/session", "{\"token\": \"" + ada + "\"}");
        assertThat(session.status()).isEqualTo(201);
        String cookie = session.headers().get("set-cookie").getFirst().replaceFirst(";.*", "");
        assertThat(asBrowser("GET", "/api/v1/session", cookie, "").text("name")).isEqualTo("ada");
        assertThat(asBrowser("POST", "/api/v1/grants/revoke-all", cookie, session.text("write_key"))
                        .body()
                        .toString())
                .contains("This takes the role operator");
        api.post("/api/v1/accounts/ada/end", "");
        assertThat(asBrowser("GET", "/api/v1/session", cookie, "").status()).isEqualTo(401);
    }

    @Test
    void a_link_lets_in_whoever_asked_for_it() {
        String link =
                api.as(add("ada", "viewer"), "POST", "/api/v1/login-links", "").text("token");
        Answer session = api.send("POST", "/api/v1/session", "{\"token\": \"" + link + "\"}");
        String cookie = session.headers().get("set-cookie").getFirst().replaceFirst(";.*", "");
        assertThat(asBrowser("GET", "/api/v1/session", cookie, "").text("role")).isEqualTo("viewer");
    }

    private Answer asBrowser(String method, String path, String cookie, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.writ.url() + path))
                .header("Cookie", cookie)
                .header("X-Writ-Key", key.isEmpty() ? "none" : key)
                .method(method, BodyPublishers.noBody());
        return api.send(request.build());
    }
}
