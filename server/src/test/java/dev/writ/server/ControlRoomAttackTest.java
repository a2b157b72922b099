package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.call;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What agents, tools and other pages try on the control room, in a real browser. */
class ControlRoomAttackTest {
    /** Whatever of this is taken for markup leaves its mark in the page. */
    private static final String MARKUP =
            "</script><script>window.taken = 1</script><img src=x onerror='window.taken = 2'>"
                    + "<svg onload='window.taken = 3'></svg><a href='javascript:window.taken = 4'>click</a>"
                    + "<iframe srcdoc='<script>parent.taken = 5</script>'></iframe>{{7*7}}${window.taken = 6}";

    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingBrowser browser;
    private static TestingApi api;
    private static Path workspace;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), MARKUP);
        api = TestingApi.start(folder, MODEL);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
    }

    private static String submit(TestingModel.Script... turns) {
        MODEL.worker(turns);
        ObjectNode body = Json.object()
                .put("request", "do " + MARKUP)
                .put("process", "single_agent")
                .put("agent", "worker")
                .put("workspace", workspace.toString());
        return api.post("/api/v1/tasks", body.toString()).text("id");
    }

    /** Through the request, an agent's words, arguments, a tool's output, a question, an option, a request for tools. */
    @Test
    void what_agents_and_tools_say_stays_text_everywhere() {
        String quoted = Json.write(Json.object().put("text", MARKUP).path("text"));
        String ask = "{\"request\": " + quoted + ", \"justification\": " + quoted + ", \"tools\": [\"file_edit\"],"
                + " \"scope\": {\"file_edit\": {\"read\": [], \"write\": [\"*.txt\"]}}, \"duration\": \"30m\"}";
        String task = submit(
                calls("need_more_tools", """
                        {"request": "read", "justification": "to read", "tools": ["file_system_listing"],
                         "scope": {"file_system_listing": {"read": ["**"], "write": []}}, "duration": "30m"}"""),
                request -> reply(MARKUP, call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}")),
                calls(
                        "message_user__ask_user",
                        "{\"question\": " + quoted + ", \"options\": [\"<img src=x onerror='window.taken = 8'>\"]}"),
                calls("need_more_tools", ask),
                ends(MARKUP));
        Page page = browser.person().newPage();
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        List<String> said = new CopyOnWriteArrayList<>();
        page.onRequest(request -> {
            if (!request.url().startsWith(api.writ.url() + "/")) {
                elsewhere.add(request.url());
            }
        });
        page.onConsoleMessage(message -> said.add(message.text()));
        page.onDialog(dialog -> said.add(dialog.message()));
        page.navigate(api.writ.loginLink());
        // Whoever leaves before is not logged in.
        page.locator("home-page .gauge").first().waitFor();
        for (String path :
                List.of("/tasks/" + task, "/", "/tasks", "/approvals", "/grants", "/tasks?q=%3Cimg src=x%3E")) {
            page.navigate(api.writ.url() + path);
            page.locator("h1").first().waitFor();
            assertUntouched(page);
        }
        page.navigate(api.writ.url() + "/tasks/" + task);
        assertThat(page.locator("question-card")).containsText("<img src=x");
        assertThat(page.locator("thread-view")).containsText("<svg onload");
        page.locator("question-card input").fill(MARKUP);
        page.locator("question-card form button").click();
        assertThat(page.locator("approval-card")).containsText("<img src=x");
        assertUntouched(page);
        page.locator("approval-card [data-deny]").click();
        page.locator("approval-card [name=reason]").fill(MARKUP);
        page.locator("approval-card form .bad").click();
        assertThat(page.locator(".result")).containsText("<img src=x");
        assertUntouched(page);
        page.navigate(api.writ.url() + "/approvals");
        assertThat(page.locator("approvals-page")).containsText("<img src=x");
        assertUntouched(page);
        assertThat(elsewhere).isEmpty();
        assertThat(said).isEmpty();
    }

    private static void assertUntouched(Page page) {
        assertThat(page.evaluate("() => window.taken === undefined")).isEqualTo(true);
        assertThat(page.locator("img, iframe, a[href^='javascript:'], main script")
                        .count())
                .isZero();
    }

    @Test
    void text_cannot_become_code_even_by_a_mistake_of_the_page() {
        Page page = browser.loggedIn(api);
        assertThat(
                        page.evaluate(
                                "() => { try { document.body.innerHTML = '<b>x</b>'; return 'taken'; } catch (e) { return e.name; } }"))
                .isEqualTo("TypeError");
        assertThat(page.evaluate("""
                () => new Promise((resolve) => {
                  document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
                  const script = document.createElement('script');
                  script.append(document.createTextNode('window.taken = 7'));
                  document.body.append(script);
                  setTimeout(() => resolve('taken'), 1000);
                })""").toString()).isNotEqualTo("taken");
        assertThat(page.evaluate("() => fetch('https://example.org/').then(() => 'sent', () => 'refused')"))
                .isEqualTo("refused");
        assertThat(page.evaluate("() => window.taken === undefined")).isEqualTo(true);
    }

    @Test
    void a_change_without_the_key_of_the_session_is_refused() {
        Page page = browser.loggedIn(api);
        assertThat(
                        page.evaluate(
                                "() => fetch('/api/v1/grants/revoke-all', {method: 'POST', body: '{}'}).then((answer) => answer.status)"))
                .isEqualTo(403);
        assertThat(page.evaluate("() => document.cookie")).isEqualTo("");
    }

    /** The browser sends the cookie there and from there, since cookies know no ports. */
    @Test
    void a_page_on_another_port_of_this_machine_can_neither_read_nor_change() throws IOException {
        HttpServer neighbour = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        neighbour.createContext("/", exchange -> {
            byte[] content = "<!doctype html><title>neighbour</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        neighbour.start();
        try {
            Page page = browser.loggedIn(api);
            page.navigate("http://127.0.0.1:" + neighbour.getAddress().getPort() + "/");
            String script = """
                    (path) => fetch(path, {method: path.includes('revoke') ? 'POST' : 'GET', credentials: 'include',
                        mode: 'no-cors', body: path.includes('revoke') ? '{}' : undefined})
                      .then((answer) => answer.text().then((text) => answer.type + text), () => 'refused')""";
            long before = api.get("/api/v1/events?newest=true&limit=1")
                    .body()
                    .get(0)
                    .path("seq")
                    .asLong();
            for (String path : List.of("/api/v1/grants/revoke-all", "/api/v1/tasks")) {
                assertThat(page.evaluate(script, api.writ.url() + path).toString())
                        .isIn("opaque", "refused");
            }
            assertThat(api.get("/api/v1/events?after=" + before).body()).isEmpty();
            assertThat(page.evaluate(
                            "(url) => new Promise((resolve) => { const frame = document.createElement('iframe');"
                                    + " frame.src = url; frame.onload = () => { try { resolve(frame.contentDocument === null"
                                    + " ? 'refused' : 'shown'); } catch { resolve('refused'); } }; document.body.append(frame); })",
                            api.writ.url() + "/"))
                    .isEqualTo("refused");
        } finally {
            neighbour.stop(0);
        }
    }
}
