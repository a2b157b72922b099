package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages' files, and how a browser comes in, as HTTP sees it. */
class PagesTest {
    private static final String COOKIE_PATTERN = "writ-\\d+=([0-9a-f]{64});.*";

    private TestingApi api;
    private HttpClient browser;
    private String cookie = "";
    private String key = "";

    @BeforeEach
    void start(@TempDir Path folder) {
        api = TestingApi.start(folder, new TestingModel().worker(TestingModel.ends("done")));
        browser = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        browser.close();
        api.close();
    }

    @Test
    void the_page_may_run_only_the_files_of_this_server() throws Exception {
        HttpResponse<String> page = send("GET", "/", "");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http", "*", "data:");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        List<String> inline = Pattern.compile("<script[^>]*>([^<]+)</script>")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(inline).as("the import map alone is inline").hasSize(1);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(inline.getFirst().getBytes("UTF-8"));
        assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        assertThat(page.body()).doesNotContain(" style=", " onclick=", "http://", "https://");
    }

    @Test
    void every_file_it_names_is_there_and_may_be_kept_for_ever() throws Exception {
        String page = send("GET", "/", "").body();
        List<String> named = Pattern.compile("(?:href|src)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(20).allMatch(path -> path.startsWith("/assets/"));
        for (String path : named) {
            HttpResponse<String> file = send("GET", path, "");
            assertThat(file.statusCode()).as(path).isEqualTo(200);
            assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            assertThat(file.headers().firstValue("Content-Type").orElse(""))
                    .matches("(text/(javascript|css)|image/svg).*");
        }
        assertThat(send("GET", "/assets/0000000000000000/main.js", "").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", named.getFirst() + "/../index.html", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_link_becomes_a_session_whose_cookie_scripts_cannot_read() throws Exception {
        HttpResponse<String> opened = logIn(link());
        assertThat(opened.statusCode()).isEqualTo(201);
        assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(COOKIE_PATTERN)
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(send("GET", "/api/v1/tasks", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/api/v1/session", "").body()).contains("expires_at", "last_event");
        assertThat(send("POST", "/api/v1/session/end", "{}", "X-Writ-Key", key).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/api/v1/tasks", "").statusCode()).isEqualTo(401);
    }

    @Test
    void a_link_works_once() throws Exception {
        String token = link();
        assertThat(logIn(token).statusCode()).isEqualTo(201);
        assertThat(logIn(token).statusCode()).isEqualTo(401);
    }

    @Test
    void guessing_is_stopped() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(logIn("guess").statusCode()).isEqualTo(401);
        }
        assertThat(logIn(link()).statusCode()).isEqualTo(429);
    }

    @Test
    void the_cookie_alone_reads_and_changes_nothing() throws Exception {
        logIn(link());
        String request = "{\"request\": \"describe this workspace\"}";
        assertThat(send("POST", "/api/v1/tasks", request).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/api/v1/tasks", request, "X-Writ-Key", "0".repeat(64))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/api/v1/grants/revoke-all", "{}").statusCode()).isEqualTo(403);
        assertThat(api.get("/api/v1/tasks").body()).isEmpty();
        assertThat(send("POST", "/api/v1/tasks", request, "X-Writ-Key", key).statusCode())
                .isEqualTo(201);
    }

    @Test
    void pages_of_other_origins_and_ports_are_refused_even_with_the_cookie() throws Exception {
        logIn(link());
        String neighbour = "http://127.0.0.1:1";
        assertThat(send("GET", "/api/v1/tasks", "", "Origin", neighbour).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/tasks", "", "Origin", "https://example.org")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/tasks", "", "Sec-Fetch-Site", "same-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/api/v1/tasks", "{\"request\": \"x\"}", "X-Writ-Key", key, "Origin", neighbour)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/api/v1/session", "{\"token\": \"x\"}", "Origin", neighbour)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/tasks", "", "Origin", api.writ.url()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_name_of_somebody_else_does_not_reach_the_pages() {
        assertThat(api.raw("GET / HTTP/1.1", "Host: pages.example.org", "Connection: close"))
                .startsWith("HTTP/1.1 403");
    }

    private String link() {
        Answer made = api.post("/api/v1/login-links", "{}");
        assertThat(made.status()).isEqualTo(201);
        return made.text("token");
    }

    private HttpResponse<String> logIn(String token) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v1/session", "{\"token\": \"" + token + "\"}");
        if (answer.statusCode() == 201) {
            cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
            key = answer.body().replaceAll(".*\"write_key\":\"([0-9a-f]+)\".*", "$1");
        }
        return answer;
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.writ.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }
}
