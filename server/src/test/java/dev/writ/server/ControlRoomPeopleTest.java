package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several people in one control room, each in a browser of their own. */
class ControlRoomPeopleTest {
    private static final String LISTING = """
            {"request": "read it", "justification": "the user asked for it", "tools": ["sql_lite"],
             "scope": {"sql_lite": {"queries": ["shop:*"]}}, "duration": "30m"}""";
    private static final String EDIT = """
            {"request": "write it", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["notes/**"]}}}""";

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
        Path settings = Files.writeString(folder.resolve("writ.yaml"), "two_people: [sql_lite]\n");
        api = TestingApi.start(
                TestingApi.settings(folder, Map.of("config", settings.toString())), InstantSource.system(), MODEL);
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

    private static String submit(String request) {
        MODEL.worker(calls("need_more_tools", request), endsWithLastResult());
        return api.post(
                        "/api/v1/tasks",
                        Json.object()
                                .put("request", "do it")
                                .put("process", "single_agent")
                                .put("agent", "worker")
                                .put("workspace", workspace.toString())
                                .toString())
                .text("id");
    }

    /** The approvals, in the browser of a person who typed the token that was made for them. */
    private static Page of(String name, String role) {
        String secret = api.post("/api/v1/accounts", """
                        {"name": "%s", "role": "%s"}""".formatted(name, role)).text("secret");
        Page page = browser.person().newPage();
        page.navigate(api.writ.url() + "/approvals");
        page.getByLabel("Or with the token that was made for you").fill(secret);
        page.keyboard().press("Enter");
        assertThat(page.locator("nav-rail")).containsText(name + ", " + role);
        return page;
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void assertRefused(Locator in, String name, String role) {
        assertThat(button(in, name)).hasAttribute("aria-disabled", "true");
        assertThat(button(in, name)).hasAttribute("title", "This takes the role " + role + ", and you are viewer.");
    }

    private static void looks(Page page, String name) {
        for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            for (int width : new int[] {TestingBrowser.WIDE, TestingBrowser.NARROW}) {
                page.setViewportSize(width, 800);
                TestingBrowser.screenshot(page, name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width);
                assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                        .as("no scrolling to the side at " + width)
                        .isEqualTo(true);
            }
        }
        page.setViewportSize(TestingBrowser.WIDE, 800);
        assertThat(ControlRoomLooksTest.axe(page, ColorScheme.LIGHT)).isEmpty();
    }

    @Test
    void two_people_agree_one_after_the_other_and_a_viewer_cannot() {
        Page viewer = of("vera", "viewer");
        Page first = of("ada", "approver");
        Page second = of("bob", "approver");
        String task = submit(LISTING);

        Locator seen = viewer.locator("approval-card");
        for (String name : List.of("Deny…", "Narrow…", "Approve…")) {
            assertRefused(seen, name, "approver");
        }
        // Whoever presses it all the same is told the same, and gets no form.
        button(seen, "Approve…").click(new Locator.ClickOptions().setForce(true));
        assertThat(viewer.locator("note-list")).containsText("This takes the role approver, and you are viewer.");
        assertThat(viewer.locator("decision-form")).hasCount(0);

        Locator card = first.locator("approval-card");
        assertThat(card).containsText("have to agree; the first yes grants nothing yet");
        button(card, "Approve…").click();
        assertThat(card.locator("rule-choice")).hasCount(0);
        card.getByLabel("For how long").selectOption("300");
        button(card, "Approve for 5 minutes").click();
        assertThat(first.locator("note-list")).containsText("a second person has to as well");

        Locator other = second.locator("approval-card");
        assertThat(other).containsText("ada agreed");
        looks(second, "approval-of-two");
        button(other, "Approve…").click();
        button(other, "Approve for 5 minutes").click();
        assertThat(other).hasCount(0);
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
        assertThat(api.get("/api/v1/approvals?state=approved&tree=" + task)
                        .body()
                        .get(0)
                        .path("decided_by")
                        .asString())
                .isEqualTo("person:bob");
    }

    @Test
    void whoever_may_not_sees_at_each_button_what_it_takes() {
        Page page = of("otto", "viewer");
        Map<String, Map<String, String>> buttons = Map.of(
                "/tasks", Map.of("New request", "operator"),
                "/agents", Map.of("New agent", "administrator"),
                "/agents/worker", Map.of("Edit", "administrator", "Switch off…", "administrator"),
                "/settings", Map.of("Switch on…", "administrator", "New token", "administrator"));
        buttons.forEach((path, roles) -> {
            page.navigate(api.writ.url() + path);
            roles.forEach((name, role) -> assertRefused(page.locator("body"), name, role));
        });
        assertRefused(page.locator("body"), "Revoke all…", "operator");
        // What takes no more is as it always is.
        page.navigate(api.writ.url() + "/settings");
        assertThat(button(page.locator("body"), "Log out…")).not().hasAttribute("aria-disabled", "true");
        // Once all lists are there: what they can be saved with is pale until then.
        page.waitForCondition(
                () -> ControlRoomLooksTest.axe(page, ColorScheme.LIGHT).isEmpty());
    }

    @Test
    void an_approval_stands_for_later_requests_once_the_rule_was_seen() {
        Page page = browser.loggedIn(api);
        page.navigate(api.writ.url() + "/approvals");
        String task = submit(EDIT);
        Locator card = page.locator("approval-card");
        button(card, "Approve…").click();
        card.getByLabel("And for later requests").selectOption("604800");
        Locator rule = card.getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("The rule that is added"));
        assertThat(rule).containsText("worker in " + workspace);
        assertThat(rule).containsText("may use file_edit: write_file");
        assertThat(rule).containsText("notes/**");
        looks(page, "approval-as-rule");
        card.locator("button.pri").click();
        api.ended(task);

        String later = submit(EDIT.replace("notes/**", "notes/a.md"));
        assertThat(api.ended(later).text("state")).isEqualTo("completed");
        assertThat(api.get("/api/v1/approvals?state=all&tree=" + later)
                        .body()
                        .get(0)
                        .path("decision_reason")
                        .asString())
                .startsWith("by the standing rule");

        page.navigate(api.writ.url() + "/grants");
        Locator row = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Standing rules"))
                .locator(".grant-row");
        assertThat(row).containsText(workspace.toString());
        assertThat(page.locator("privilege-score")).containsText("Least needed: file_edit of worker, 2 of 2 unused");
        looks(page, "grants-with-a-rule");
        button(row, "End…").click();
        page.locator("confirm-sheet")
                .getByText("End the rule", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(row).hasCount(0);
    }

    @Test
    void whoever_has_no_token_sees_how_to_get_in() {
        Page page = browser.person().newPage();
        page.navigate(api.writ.url() + "/");
        page.getByLabel("Or with the token that was made for you").fill("writ_person_wrong");
        page.keyboard().press("Enter");
        assertThat(page.locator("log-in-gate")).containsText("used before, or is too old");
        looks(page, "log-in");
    }
}
