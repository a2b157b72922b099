package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.writ.Json;
import dev.writ.insight.compliance.SignedReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The report on a period, after days of work and with nothing at all: on a screen, on paper, and as a file. */
class ControlRoomComplianceTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe";
    /** Paper of the format A4 at 96 pixels an inch, without its margins. */
    private static final int PAPER_WIDTH = 688;

    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;
    private static TestingApi idle;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        idle = TestingApi.start(Files.createDirectory(folder.resolve("idle")), new TestingModel());
        TestingModel model = new TestingModel();
        api = TestingApi.start(Files.createDirectory(folder.resolve("busy")), model);
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        model.worker(calls("need_more_tools", """
                {"request": "write b.txt", "justification": "%s", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}, "duration": "30m"}""".formatted(HOSTILE)), ends("done"));
        for (String answer : new String[] {"approve", "deny"}) {
            api.post(
                    "/api/v1/tasks",
                    Json.object()
                            .put("request", "write b.txt")
                            .put("process", "single_agent")
                            .put("agent", "worker")
                            .put("workspace", workspace.toString())
                            .toString());
            JsonNode asked = api.until(
                            "/api/v1/approvals?state=pending",
                            pending -> !pending.body().isEmpty())
                    .body()
                    .get(0);
            api.post(
                    "/api/v1/approvals/" + asked.path("id").asString() + "/" + answer,
                    "{\"reason\": \"as agreed with the owner of the folder\"}");
            api.ended(asked.path("task").asString());
        }
        model.worker(ends("done"));
        new TestingHistory(api).fill();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
        if (idle != null) {
            idle.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void it_is_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        Page page = open(api, "/compliance", theme);
        assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
        ControlRoomLooksTest.assertWhole(page, "compliance", theme);
        assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
        Page nothing = open(idle, "/compliance", theme);
        assertThat(nothing.getByText("Nothing happened in this time")).isVisible();
        ControlRoomLooksTest.assertWhole(nothing, "compliance-none", theme);
        assertThat(ControlRoomLooksTest.axe(nothing, theme)).isEmpty();
    }

    @Test
    void what_agents_may_do_with_entities_is_told_in_words() {
        Page page = open(api, "/compliance", ColorScheme.LIGHT);
        Locator access = page.locator("report-section", new Page.LocatorOptions().setHasText("agent_selector"))
                .first();
        assertThat(access).containsText("agent read");
        assertThat(access).not().containsText("kinds");
        assertThat(page.locator("main").textContent()).doesNotContain("{\"", "[\"");
    }

    @Test
    void printed_it_is_black_on_white_with_every_row_and_no_navigation() throws IOException {
        Page page = open(api, "/compliance", ColorScheme.DARK);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.setViewportSize(PAPER_WIDTH, 972);
        TestingBrowser.screenshot(page, "compliance-print");
        assertThat(page.locator("nav.rail, header.top, .period-bar, .btn").locator("visible=true"))
                .hasCount(0);
        assertThat(page.evaluate("() => [...document.querySelectorAll('table.report tbody tr')]"
                        + ".filter((row) => getComputedStyle(row).display === 'none').length"))
                .isEqualTo(0);
        assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.evaluate("() => getComputedStyle(document.querySelector('.report td')).color"))
                .isEqualTo("rgb(0, 0, 0)");
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
                .isEqualTo(0);
        byte[] pdf = page.pdf(new Page.PdfOptions()
                .setPreferCSSPageSize(true)
                .setPath(Path.of("target", "screenshots", "compliance.pdf")));
        long pages = Pattern.compile("/Type\\s*/Page\\b(?!s)")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        assertThat(pages).isBetween(3L, 20L);
    }

    @Test
    void the_log_tells_of_every_row_that_the_report_is_about() {
        JsonNode report = Json.parse(
                SignedReport.verify(Json.write(api.get("/api/v1/compliance").body()))
                        .report());
        JsonNode log = report.path("sections")
                .valueStream()
                .filter(section -> section.path("id").asString().equals("log"))
                .findFirst()
                .orElseThrow();
        assertThat(log.path("rows")).as(log.toString()).isEmpty();
    }

    @Test
    void what_is_downloaded_is_what_verify_takes() throws IOException {
        Page page = open(api, "/compliance", ColorScheme.LIGHT);
        Download download = page.waitForDownload(
                () -> page.getByText("Download signed JSON").click());
        assertThat(download.suggestedFilename())
                .matches("writ-compliance-\\d{4}-\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d\\.json");
        SignedReport signed = SignedReport.verify(Files.readString(download.path()));
        assertThat(signed.report()).contains("as agreed with the owner of the folder");
        assertThat(signed.key().toJson())
                .isEqualTo(api.get("/api/v1/compliance/key").body());
    }

    @Test
    void the_period_is_in_the_address_and_numbers_lead_to_their_events() {
        Page page = open(api, "/compliance", ColorScheme.LIGHT);
        page.locator("#period").selectOption("week");
        page.waitForURL("**/compliance?period=week");
        page.navigate(api.writ.url() + "/compliance?from=2020-01-01T00:00:00.000Z&until=2020-01-02T00:00:00.000Z");
        assertThat(page.locator(".report-head .terms")).containsText("2020-01-01 00:00 to 2020-01-02 00:00 UTC");
        assertThat(page.getByText("Nothing happened in this time")).isVisible();
        page.navigate(api.writ.url() + "/compliance");
        page.locator("report-section:has(#part-decisions) .figures .figure")
                .first()
                .click();
        page.locator("event-detail pre").first().waitFor();
        assertThat(page.url()).matches(".*/events/\\d+");
        page.goBack();
        page.locator("report-section:has(#part-denials) .figures-line .figure")
                .first()
                .click();
        page.locator(".timing-row").first().waitFor();
        assertThat(page.url()).contains("/timings?stage=denial");
    }

    @Test
    void what_agents_say_stays_text_and_hides_nothing() {
        Page page = open(api, "/compliance", ColorScheme.LIGHT);
        assertThat(page.locator("report-section:has(#part-decisions)")).containsText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("report-section img")).hasCount(0);
        assertThat(page.locator("report-section:has(#part-decisions)").innerText())
                .doesNotContain("\u202e");
    }

    @Test
    void keyboards_reach_every_part() {
        Page page = open(api, "/compliance", ColorScheme.LIGHT);
        page.getByLabel("Parts of the report")
                .getByText("What this is evidence of")
                .press("Enter");
        assertThat(page.locator("#part-controls")).isFocused();
        page.locator(".controls .name-link").first().press("Enter");
        assertThat(page.locator("#part-access")).isFocused();
    }

    private static Page open(TestingApi of, String path, ColorScheme theme) {
        Page page = browser.loggedIn(of);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.navigate(of.writ.url() + path);
        page.locator("report-section").first().waitFor();
        return page;
    }
}
