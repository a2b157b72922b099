package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The control room as a person uses it, in a real browser. */
class ControlRoomTest {
    private static final String ASK_TO_EDIT = """
            {"request": "write b.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": [], "write": ["*.txt"]}}, "duration": "30m"}""";
    private static final String WRITE = """
            {"path": "b.txt", "content": "written", "mode": "create"}""";

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

    @AfterEach
    void end() throws IOException {
        api.get("/api/v1/tasks?roots=true")
                .body()
                .forEach(task -> api.post("/api/v1/tasks/" + task.path("id").asString() + "/cancel", ""));
        Files.deleteIfExists(workspace.resolve("b.txt"));
    }

    /** A request whose worker does this, handed in over HTTP. */
    private static String submit(ObjectNode more, TestingModel.Script... turns) {
        MODEL.worker(turns);
        ObjectNode body = Json.object()
                .put("request", "do it")
                .put("process", "single_agent")
                .put("agent", "worker")
                .put("workspace", workspace.toString());
        body.setAll(more);
        return api.post("/api/v1/tasks", body.toString()).text("id");
    }

    private static void go(Page page, String path) {
        page.navigate(api.writ.url() + path);
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static JsonNode onlyGrant(String task, String state) {
        JsonNode grants =
                api.get("/api/v1/grants?state=" + state + "&task=" + task).body();
        assertThat(grants).hasSize(1);
        return grants.get(0);
    }

    @Test
    void a_link_logs_one_browser_in_and_leaves_no_trace_in_the_address() {
        String link = api.writ.loginLink();
        Page mine = browser.person().newPage();
        mine.navigate(link);
        assertThat(mine.locator("home-page .gauge").first()).isVisible();
        assertThat(mine.url()).isEqualTo(api.writ.url() + "/");

        Page other = browser.person().newPage();
        other.navigate(link);
        assertThat(other.locator("log-in-gate")).containsText("used before");
        assertThat(other.locator("log-in-gate")).containsText("writ open");
        go(other, "/tasks");
        assertThat(other.locator("log-in-gate")).isVisible();
    }

    @Test
    void a_request_is_handed_in_watched_and_its_tool_approved_for_a_shorter_time() throws IOException {
        MODEL.worker(
                calls("need_more_tools", ASK_TO_EDIT), calls("file_edit__write_file", WRITE), ends("b.txt is there"));
        Page page = browser.loggedIn(api);
        page.keyboard().press("g");
        page.keyboard().press("t");
        page.keyboard().press("n");
        page.getByLabel("What is to be done?").fill("please do it");
        page.getByLabel("Workspace", new Page.GetByLabelOptions().setExact(true))
                .fill(workspace.toString());
        page.getByText("Hand in").click();

        Locator card = page.locator("approval-card");
        assertThat(card).containsText("worker asks for file_edit");
        assertThat(card).containsText("*.txt");
        assertThat(card).containsText("the user asked for it");
        assertThat(page.locator("task-tree")).containsText("need_more_tools");
        button(card, "Approve…").click();
        card.getByLabel("For how long").selectOption("300");
        button(card, "Approve for 5 minutes").click();

        assertThat(page.locator(".result")).containsText("b.txt is there");
        assertThat(card).hasCount(0);
        assertThat(page.locator("task-tree")).containsText("file_edit.write_file");
        assertThat(page.locator("thread-view")).containsText("allowed by grant");
        assertThat(page.locator("grant-lanes")).containsText("file_edit");
        assertThat(page.locator("grant-lanes")).containsText("1 use");
        assertThat(Files.readString(workspace.resolve("b.txt"))).isEqualTo("written");
        String task = page.url().replaceAll(".*/tasks/([^?]+).*", "$1");
        JsonNode grant = api.get("/api/v1/grants?state=all&tree=" + task).body().get(0);
        assertThat(grant.path("tool").asString()).isEqualTo("file_edit");
        assertThat(Duration.between(
                        Instant.parse(grant.path("granted_at").asString()),
                        Instant.parse(grant.path("expires_at").asString())))
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_scope_is_narrowed_before_it_is_approved() {
        String task = submit(
                Json.object(),
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Go on?\", \"options\": [\"yes\", \"no\"]}"),
                ends("done"));
        Page page = browser.loggedIn(api);
        go(page, "/approvals");
        Locator card = page.locator("approval-card");
        button(card, "Narrow…").click();
        card.getByLabel("Value 1 of write").fill("b.txt");
        button(card, "Approve this much for 30 minutes").click();
        assertThat(page.locator("question-card")).containsText("Go on?");
        assertThat(onlyGrant(task, "live").path("scope").path("write").get(0).asString())
                .isEqualTo("b.txt");

        button(page.locator("question-card"), "yes").click();
        button(page.locator("question-card"), "Answer").click();
        assertThat(page.locator("question-card")).hasCount(0);
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
    }

    @Test
    void what_is_denied_is_denied_with_the_reason_that_the_agent_reads() {
        String task = submit(Json.object(), calls("need_more_tools", ASK_TO_EDIT), endsWithLastResult());
        Page page = browser.loggedIn(api);
        go(page, "/tasks/" + task);
        Locator card = page.locator("approval-card");
        button(card, "Deny…").click();
        button(card, "Deny").click();
        assertThat(card).isVisible();
        card.getByLabel("Why not?").fill("not on a Friday");
        button(card, "Deny").click();
        assertThat(page.locator(".result")).containsText("not on a Friday");
        assertThat(page.locator("grant-lanes")).containsText("denied");
        go(page, "/approvals");
        assertThat(page.locator("approvals-page")).containsText("“not on a Friday”");
        assertThat(page.locator("approvals-page")).containsText("Nothing waits for you");
    }

    @Test
    void everything_is_revoked_at_once_and_what_comes_after_is_denied() {
        String task = submit(
                Json.object().set("allow", Json.array(List.of("edit"))),
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Go on?\"}"),
                calls("file_edit__write_file", WRITE),
                endsWithLastResult());
        Page page = browser.loggedIn(api);
        go(page, "/grants");
        Locator rows = page.locator(".grant-row");
        assertThat(rows).hasCount(1);
        button(page.locator("header.top"), "Revoke all…").click();
        Locator sheet = page.locator("confirm-sheet dialog");
        assertThat(button(sheet, "Leave it")).isFocused();
        sheet.getByLabel("Reason").fill("enough");
        button(sheet, "Revoke all").click();
        assertThat(page.locator("grants-page")).containsText("No grant is live");
        assertThat(page.locator("note-list")).containsText("Revoked 1 grant");

        go(page, "/tasks/" + task);
        page.locator("question-card input").fill("go on");
        button(page.locator("question-card"), "Answer").click();
        assertThat(page.locator("article.call.denied")).containsText("Denied");
        assertThat(page.locator("task-tree")).containsText("denied");
        assertThat(workspace.resolve("b.txt")).doesNotExist();
    }

    @Test
    void one_grant_is_revoked_from_the_list() {
        String task = submit(
                Json.object().set("allow", Json.array(List.of("edit"))),
                calls("need_more_tools", ASK_TO_EDIT),
                calls("message_user__ask_user", "{\"question\": \"Go on?\"}"),
                ends("done"));
        Page page = browser.loggedIn(api);
        go(page, "/grants");
        button(page.locator(".grant-row"), "Revoke…").click();
        button(page.locator("confirm-sheet dialog"), "Revoke").click();
        assertThat(page.locator(".grant-row")).hasCount(0);
        assertThat(onlyGrant(task, "revoked").path("ended_by").asString()).isEqualTo("person:user");
    }

    @Test
    void no_single_key_approves_and_the_keyboard_alone_is_enough() {
        String task = submit(Json.object(), calls("need_more_tools", ASK_TO_EDIT), ends("done"));
        Page page = browser.loggedIn(api);
        page.keyboard().press("g");
        page.keyboard().press("a");
        Locator card = page.locator("approval-card");
        assertThat(button(card, "Deny…")).isFocused();
        for (String key : List.of("a", "y", "Enter", "Space")) {
            page.keyboard().press(key);
            assertThat(api.get("/api/v1/approvals?state=pending&tree=" + task).body())
                    .as("after " + key)
                    .hasSize(1);
        }
        go(page, "/approvals");
        assertThat(button(card, "Deny…")).isFocused();
        page.waitForTimeout(700);
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(button(card, "Approve…")).isFocused();
        page.keyboard().press("Enter");
        assertThat(button(card, "Back")).isFocused();
        page.keyboard().press("Tab");
        assertThat(button(card, "Approve for 30 minutes")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("approvals-page")).containsText("Nothing waits for you");
        assertThat(api.ended(task).text("state")).isEqualTo("completed");

        page.keyboard().press("g");
        page.keyboard().press("t");
        page.locator(".task-row").first().waitFor();
        page.keyboard().press("j");
        assertThat(page.locator(".task-row").first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("task-page h1")).hasText("do it");
        page.keyboard().press("?");
        assertThat(page.locator("key-sheet dialog")).containsText("Go to Grants");
        page.keyboard().press("Escape");
        assertThat(page.locator("key-sheet dialog")).not().isVisible();
        page.keyboard().press("Control+k");
        page.keyboard().type("gran");
        page.keyboard().press("Enter");
        assertThat(page.locator("grants-page")).isVisible();
    }

    @Test
    void an_answer_that_was_begun_does_not_pass_to_another_question() {
        String parts = """
                {"subtasks": [{"title": "A", "instruction": "part A", "agent": "worker"},
                              {"title": "B", "instruction": "part B", "agent": "worker"}]}""";
        MODEL.on("worker", request -> {
            String said = request.messages().toString();
            if (said.contains("part A") && said.contains("part B") || said.contains("ROOT")) {
                return TestingModel.turns(calls("break_down_task", parts), ends("done"))
                        .answer(request);
            }
            String ask = ASK_TO_EDIT.replace("*.txt", said.contains("part A") ? "a.txt" : "b.txt");
            return TestingModel.turns(calls("need_more_tools", ask), ends("done"))
                    .answer(request);
        });
        ObjectNode body = Json.object()
                .put("request", "ROOT")
                .put("process", "single_agent")
                .put("agent", "worker")
                .put("workspace", workspace.toString());
        String task = api.post("/api/v1/tasks", body.toString()).text("id");
        Page page = browser.loggedIn(api);
        go(page, "/tasks/" + task);
        Locator cards = page.locator("approval-card");
        assertThat(cards).hasCount(2);
        button(cards.first(), "Approve…").click();
        assertThat(cards.locator("decision-form")).hasCount(1);
        String first = cards.first().locator("h2").getAttribute("id").replace("title-", "");
        api.post("/api/v1/approvals/" + first + "/deny", "{\"reason\": \"decided elsewhere\"}");
        assertThat(cards).hasCount(1);
        assertThat(cards.locator("decision-form")).hasCount(0);
        assertThat(button(cards, "Deny…")).isVisible();
    }

    @Test
    void a_new_link_opened_in_the_same_tab_logs_in_again() {
        Page page = browser.loggedIn(api);
        page.evaluate("() => localStorage.removeItem('writ-key')");
        page.reload();
        assertThat(page.locator("log-in-gate")).isVisible();
        page.navigate(api.writ.loginLink());
        assertThat(page.locator("home-page .gauge").first()).isVisible();
    }

    @Test
    void a_request_is_cancelled_and_says_so() {
        String task =
                submit(Json.object(), calls("message_user__ask_user", "{\"question\": \"Which one?\"}"), ends("done"));
        Page page = browser.loggedIn(api);
        go(page, "/tasks/" + task);
        assertThat(page.locator("question-card")).containsText("Which one?");
        button(page.locator("task-head"), "Cancel…").click();
        button(page.locator("confirm-sheet dialog"), "Cancel it").click();
        assertThat(page.locator("task-head .tag")).containsText("cancelled");
        assertThat(page.locator("question-card")).hasCount(0);
        assertThat(api.get("/api/v1/tasks/" + task).text("state")).isEqualTo("cancelled");
    }

    @Test
    void all_tabs_share_one_stream_and_another_one_takes_it_over() {
        BrowserContext context = browser.person();
        List<String> streams = new CopyOnWriteArrayList<>();
        context.onRequest(request -> {
            if (request.url().contains("/api/v1/stream")) {
                streams.add(request.url());
            }
        });
        Page first = context.newPage();
        first.navigate(api.writ.loginLink());
        assertThat(first.locator(".live")).hasText("live");
        Page second = context.newPage();
        go(second, "/tasks");
        assertThat(second.locator(".live")).hasText("live");
        assertThat(streams).hasSize(1);
        String task = submit(Json.object().put("request", "seen by both"), ends("done"));
        assertThat(first.locator("home-page")).containsText("seen by both");
        assertThat(second.locator("tasks-page")).containsText("seen by both");
        api.ended(task);

        first.close();
        submit(Json.object().put("request", "seen by the other one"), ends("done"));
        assertThat(second.locator("tasks-page")).containsText("seen by the other one");
        second.waitForCondition(() -> streams.size() == 2);
        assertThat(streams.getLast()).as("it goes on where the first one was").doesNotContain("after=0");
    }

    @Test
    void the_page_says_when_the_server_has_gone(@TempDir Path elsewhere) {
        TestingApi other = TestingApi.start(elsewhere, MODEL);
        Page page = browser.loggedIn(other);
        assertThat(page.locator(".live")).hasText("live");
        other.close();
        assertThat(page.locator(".live")).hasText("reconnecting");
    }
}
