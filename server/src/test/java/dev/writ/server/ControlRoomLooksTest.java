package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.turns;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page, in both themes and at both widths: seen by axe, and kept as pictures in {@code target/screenshots}. */
class ControlRoomLooksTest {
    private static final String ASK = """
            {"request": "write the report", "justification": "the request is to write report.txt", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": ["*.txt"], "write": ["report.txt"]}}, "duration": "30m"}""";
    private static final String READ = """
            {"request": "read the notes", "justification": "the notes say what belongs into the report",
             "tools": ["file_system_listing"], "scope": {"file_system_listing": {"read": ["notes.txt"], "write": []}},
             "duration": "30m"}""";

    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingBrowser browser;
    private static TestingApi api;
    private static Page page;
    private static String task = "";
    private static String held = "";

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "Sales: 12\nReturns: 3\n");
        MODEL.on(
                "worker",
                request -> turns(
                                calls("need_more_tools", READ),
                                calls("file_system_listing__read_file", "{\"path\": \"notes.txt\"}"),
                                calls("file_system_listing__read_file", "{\"path\": \"accounts.txt\"}"),
                                calls("need_more_tools", ASK),
                                ends("The report is written."))
                        .answer(request));
        api = TestingApi.start(folder, MODEL);
        task = submit("Write a report from the notes", workspace);
        api.until(
                "/api/v1/approvals?state=pending&tree=" + task,
                answer -> !answer.body().isEmpty());
        MODEL.on(
                "summary_agent",
                calls("message_user__show_progress", "{\"message\": \"half of it is read\", \"percent\": 50}"));
        held = api.post("/api/v1/tasks", """
                        {"request": "Sum up the week", "process": "single_agent", "agent": "summary_agent",
                         "breakpoints": ["message_user", "level:elevated"]}""").text("id");
        api.until("/api/v1/tasks/" + held, answer -> answer.text("state").equals("manual_hold"));
        page = browser.loggedIn(api);
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

    private static String submit(String request, Path workspace) {
        return api.post(
                        "/api/v1/tasks",
                        Json.object()
                                .put("request", request)
                                .put("process", "single_agent")
                                .put("agent", "worker")
                                .put("workspace", workspace.toString())
                                .toString())
                .text("id");
    }

    /** Where each page is, and what stands on it once it is there. */
    private static Map<String, List<String>> pages() {
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("home", List.of("/", "server-health .facts"));
        pages.put("tasks", List.of("/tasks", ".task-row"));
        pages.put("submit", List.of("/tasks?new=1", "submit-form"));
        pages.put("task", List.of("/tasks/" + task, "article.call.denied"));
        pages.put("context", List.of("/tasks/" + task + "?view=context&step=3", ".block.outside"));
        pages.put("tools", List.of("/tasks/" + task + "?view=tools", ".steps .denied"));
        pages.put("held", List.of("/tasks/" + held, "held-card"));
        pages.put("approvals", List.of("/approvals", ".reach li"));
        pages.put("grants", List.of("/grants", ".grant-row"));
        pages.put("nothing", List.of("/tasks?q=nothing-like-it", ".empty"));
        return pages;
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void pages_are_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        pages().forEach((name, place) -> {
            page.navigate(api.writ.url() + place.getFirst());
            page.locator(place.getLast()).first().waitFor();
            assertWhole(page, name, theme);
            assertThat(axe(page, theme)).as(name + ", " + theme).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void what_opens_on_pages_is_whole_too(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.navigate(api.writ.url() + "/approvals");
        page.locator("approval-card button").nth(1).click();
        page.locator("decision-form").waitFor();
        assertWhole(page, "narrow", theme);
        assertThat(axe(page, theme)).as("narrow").isEmpty();
        page.keyboard().press("Escape");
        page.locator("main").focus();
        page.keyboard().press("?");
        page.locator("key-sheet dialog").waitFor();
        assertWhole(page, "keys", theme);
        assertThat(axe(page, theme)).as("keys").isEmpty();
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        page.locator(".jump [role=option] .tag").first().waitFor();
        assertWhole(page, "jump", theme);
        assertThat(axe(page, theme)).as("jump").isEmpty();
        page.keyboard().press("Escape");
        page.navigate(api.writ.url() + "/tasks?new=1");
        page.locator("#request").fill("write \"hello\" to the file notes.txt and run `make test`");
        page.getByText("What would happen?").click();
        page.locator("fore-cast .tag").first().waitFor();
        page.locator("fore-cast summary").click();
        assertWhole(page, "forecast", theme);
        assertThat(axe(page, theme)).as("forecast").isEmpty();
    }

    @Test
    void the_gate_is_whole() {
        Page stranger = browser.person().newPage();
        stranger.navigate(api.writ.url() + "/");
        stranger.locator("log-in-gate").waitFor();
        assertWhole(stranger, "gate", ColorScheme.LIGHT);
        assertThat(axe(stranger, ColorScheme.LIGHT)).isEmpty();
    }

    @Test
    void the_theme_is_chosen_and_kept() {
        Page own = browser.loggedIn(api);
        own.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        own.waitForCondition(() -> isDark(own));
        own.getByText("Theme: auto").click();
        assertThat(own.getByText("Theme: light")).isVisible();
        own.waitForCondition(() -> !isDark(own));
        own.reload();
        assertThat(own.getByText("Theme: light")).isVisible();
        own.waitForCondition(() -> !isDark(own));
    }

    @Test
    void on_a_small_screen_the_navigation_slides_in() {
        Page small = browser.loggedIn(api);
        small.setViewportSize(TestingBrowser.NARROW, 844);
        assertThat(small.locator(".rail")).not().isVisible();
        small.locator(".top .menu").click();
        small.locator(".rail").getByText("Grants").click();
        assertThat(small.locator("grants-page")).isVisible();
        assertThat(small.locator(".rail")).not().isVisible();
    }

    /** By what is drawn: the browser may tell of another scheme before it draws in it. */
    private static boolean isDark(Page page) {
        return (boolean) page.evaluate("""
                () => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3)
                    .every(part => part < 128)""");
    }

    /** At both widths nothing stands out to the side. */
    static void assertWhole(Page page, String name, ColorScheme theme) {
        for (int width : List.of(TestingBrowser.NARROW, TestingBrowser.WIDE)) {
            page.setViewportSize(width, 844);
            TestingBrowser.screenshot(page, name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + width);
            assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
                    .as(name + " at " + width)
                    .isEqualTo(0);
        }
    }

    /** All rules in light; in dark, where only the colours are others, those of contrast. */
    static List<String> axe(Page page, ColorScheme theme) {
        // In one go: the pages have no frames, and a page of its own for the result takes as long again.
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        return (theme == ColorScheme.DARK ? axe.withRules(List.of("color-contrast")) : axe)
                .analyze().getViolations().stream()
                        .map(violation -> violation.getId() + ": " + violation.getHelp() + " "
                                + violation.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .limit(3)
                                        .toList())
                        .toList();
    }
}
