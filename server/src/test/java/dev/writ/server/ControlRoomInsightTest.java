package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.writ.Json;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.AnomalyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Usage, performance and security as a person reads them, in a real browser, after three days of work. */
class ControlRoomInsightTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;
    private static TestingApi idle;
    private static TestingHistory history;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        idle = TestingApi.start(Files.createDirectory(folder.resolve("idle")), new TestingModel());
        api = TestingApi.start(Files.createDirectory(folder.resolve("busy")), new TestingModel().worker(ends("done")));
        history = new TestingHistory(api);
        history.fill();
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

    private static Page at(TestingApi of, String path) {
        Page page = browser.loggedIn(of);
        page.navigate(of.writ.url() + path);
        return page;
    }

    private static Locator button(Locator in, String name) {
        return in.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator card(Page page, String name) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String count(JsonNode number) {
        return "%,d".formatted(number.asLong());
    }

    @Test
    void every_number_of_usage_leads_to_the_events_that_it_counts() {
        Page page = at(api, "/usage?period=week");
        JsonNode usage = api.get("/api/v1/usage?from=" + java.time.Instant.now().minus(java.time.Duration.ofDays(7)))
                .body();
        assertThat(page.locator(".gauge").first())
                .containsText(count(usage.path("total").path("calls")));
        Locator terminal =
                card(page, "Tools").getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("terminal"));
        String failed = terminal.locator("[data-name=Failed] a").textContent();
        terminal.locator("[data-name=Failed] a").click();
        assertThat(page).hasURL(Pattern.compile("/timings\\?.*stage=tool.*subject=terminal.*outcome=failed"));
        assertThat(page.locator(".timing-row")).hasCount(Integer.parseInt(failed));
        assertThat(page.locator(".timing-row .tag").first()).hasText("failed");
        page.locator(".timing-row").first().click();
        assertThat(page.locator("event-detail")).containsText("tool.failed");
        assertThat(page.locator("event-detail")).containsText("execute_command");
    }

    @Test
    void usage_is_narrowed_by_what_is_in_the_address() {
        Page page = at(api, "/usage?period=week");
        button(card(page, "Tools"), "terminal").click();
        assertThat(page).hasURL(Pattern.compile("tool=terminal"));
        assertThat(card(page, "Tools").locator("tbody tr")).hasCount(1);
        page.reload();
        assertThat(card(page, "Tools").locator("tbody tr")).hasCount(1);
        page.getByTitle("Take this filter away").click();
        assertThat(card(page, "Tools").locator("tbody tr").nth(2)).isVisible();
        assertThat(card(page, "Worth a look")).containsText("never used");
        assertThat(card(page, "Grants that ended")).containsText("Of what was predicted");

        page.getByLabel("Period").selectOption("custom");
        page.getByLabel("From").fill("2020-01-01T00:00");
        page.getByLabel("Until").fill("2020-01-02T00:00");
        page.keyboard().press("Tab");
        assertThat(page).hasURL(Pattern.compile("from=2020-01-01T00.*until=2020-01-02"));
        assertThat(page.locator(".empty")).containsText("Nothing was used in this time");
    }

    @Test
    void what_is_not_known_does_not_look_like_zero() {
        Page page = at(idle, "/usage");
        assertThat(page.locator(".empty")).containsText("Nothing was used in this time");
        assertThat(page.locator(".gauge")).hasCount(0);
        page.navigate(idle.writ.url() + "/performance");
        assertThat(page.locator(".empty")).containsText("Nothing was timed");
        page.navigate(api.writ.url() + "/");
        page = at(api, "/performance?period=week");
        Locator stage = card(page, "Stages")
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText("Model calls"));
        assertThat(stage.locator("[data-name='p95 before']")).containsText("nothing timed before");
        assertThat(stage.locator("[data-name=Change]")).containsText("nothing to compare with");
    }

    @Test
    void performance_names_the_bottleneck_and_a_bar_leads_to_its_very_calls() {
        Page page = at(api, "/performance?period=week");
        assertThat(card(page, "Bottleneck")).containsText("terminal.execute_command took");
        assertThat(card(page, "Over time")).containsText("Tool execution");
        button(card(page, "Stages"), "Model calls").click();
        assertThat(page).hasURL(Pattern.compile("stage=model"));
        Locator chart = card(page, "Over time");
        assertThat(chart).containsText("Model calls");
        chart.getByText("As a table").click();
        Locator first = chart.locator("figure-table tbody a").first();
        String path = first.getAttribute("href");
        page.locator(".chart svg .way").first().locator(".solid").click();
        assertThat(page).hasURL(api.writ.url() + path);
        assertThat(page.locator(".timing-row").first()).containsText("playbook");
        page.goBack();
        card(page, "Slowest").locator("a").first().click();
        assertThat(page).hasURL(Pattern.compile("/timings\\?stage=model.*subject=playbook"));
    }

    @Test
    void a_percentile_leads_to_those_that_took_at_least_so_long() {
        Page page = at(api, "/performance?period=week");
        Locator stage = card(page, "Stages")
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText("Tool execution"));
        stage.locator("[data-name=p99] a").click();
        assertThat(page.locator("h1")).hasText("Calls of tools");
        assertThat(page.locator(".head")).containsText("those that took at least");
        assertThat(page.locator(".timing-row").first()).containsText("terminal");
        assertThat(page.locator(".timing-row").count()).isBetween(1, 40);
    }

    @Test
    void an_anomaly_appears_by_itself_is_counted_taught_and_resolved() {
        Page page = at(api, "/security");
        Locator counted = page.locator(".rail a[aria-current] .count");
        assertThat(page.locator("anomaly-card")
                        .filter(new Locator.FilterOptions()
                                .setHasText("feeling along its limits")
                                .setHasNotText("resolved")))
                .isVisible();
        int before = Integer.parseInt(counted.textContent().replaceAll("\\D", ""));
        String markup = "<img src=x onerror=alert(1)>\u202Etxt";
        Anomaly raised = history.anomaly(
                AnomalyKind.UNUSUAL_HOUR,
                3,
                "3 calls at night by " + markup,
                Json.object().put("what" + markup, markup));
        Locator card =
                page.locator("section anomaly-card").filter(new Locator.FilterOptions().setHasText("an unusual hour"));
        assertThat(card).containsText("3 calls at night by <img src=x onerror=alert(1)>\\u202etxt");
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(counted).containsText(before + 1 + " ");
        assertThat(card.locator(".evidence a").first()).hasAttribute("href", Pattern.compile("^/events/20"));

        button(card, "expected").click();
        assertThat(card).containsText("not raised again until it exceeds this by half");
        assertThat(api.get("/api/v1/anomalies/" + raised.id()).text("feedback")).isEqualTo("expected");
        button(card, "Resolve…").click();
        Locator sheet = page.locator("confirm-sheet dialog");
        assertThat(button(sheet, "Leave it")).isFocused();
        sheet.getByLabel("Reason").fill("the night shift");
        button(sheet, "Resolve").click();
        assertThat(card).hasCount(0);
        assertThat(counted).containsText(before + " ");
        page.getByText("resolved anomalies of this time").click();
        assertThat(page.locator("details anomaly-card").first()).containsText("“the night shift”");
    }

    @Test
    void an_anomaly_has_an_address_of_its_own() {
        String looked = api.get("/api/v1/anomalies?state=resolved&kind=first_use")
                .body()
                .get(0)
                .path("id")
                .asString();
        Page page = at(api, "/security?anomaly=" + looked);
        Locator named = card(page, "The anomaly of this address");
        assertThat(named.locator("anomaly-card")).containsText("files.example");
        assertThat(named.locator("anomaly-card")).containsText("resolved by you: “The new mirror, agreed on Monday.”");
        button(named, "Put away").click();
        assertThat(page).hasURL(api.writ.url() + "/security");
        assertThat(named).hasCount(0);
        page.navigate(api.writ.url() + "/security?anomaly=anomaly_0");
        assertThat(named).containsText("There is no such anomaly");
    }

    @Test
    void denials_are_counted_and_lead_to_their_events() {
        Page page = at(api, "/security");
        Locator denials = card(page, "Denials");
        Locator rule = denials.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("ceiling"));
        String count = rule.locator("a").textContent();
        rule.locator("a").click();
        assertThat(page).hasURL(Pattern.compile("/timings\\?stage=denial.*detail=ceiling"));
        assertThat(page.locator(".timing-row")).hasCount(Integer.parseInt(count));
        page.goBack();
        assertThat(card(page, "Edges")).containsText("../secrets.env");

        page.getByLabel("Id", new Page.GetByLabelOptions().setExact(true)).fill("call_history_1");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(api.writ.url() + "/events?entity=call_history_1&period=week");
        assertThat(page.locator(".event-row")).hasCount(1);
    }

    @Test
    void a_failure_says_what_happened_and_can_be_tried_again() {
        Page page = browser.loggedIn(api);
        page.route("**/api/v1/usage**", Route::abort);
        page.navigate(api.writ.url() + "/usage");
        assertThat(page.locator(".problem")).containsText("The server does not answer.");
        page.unroute("**/api/v1/usage**");
        button(page.locator(".problem"), "Try again").click();
        assertThat(page.locator(".gauge").first()).isVisible();
        assertThat(page.locator(".problem")).hasCount(0);
    }

    @Test
    void the_keyboard_alone_is_enough() {
        Page page = browser.loggedIn(api);
        page.keyboard().press("g");
        page.keyboard().press("u");
        assertThat(page.locator("usage-page .gauge").first()).isVisible();
        page.keyboard().press("g");
        page.keyboard().press("p");
        page.locator("performance-page .slow-row").first().waitFor();
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        page.locator(".timing-row").first().waitFor();
        page.keyboard().press("j");
        page.keyboard().press("j");
        assertThat(page.locator(".timing-row").nth(1)).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("event-detail pre")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("event-detail")).hasCount(0);
        page.keyboard().press("g");
        page.keyboard().press("s");
        assertThat(page.locator("security-page anomaly-card").first()).isVisible();
    }
}
