package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments as a person reads them and decides about them, in a real browser. */
class ControlRoomImprovementsTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;
    private static TestingApi idle;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        idle = TestingApi.start(Files.createDirectory(folder.resolve("idle")), new TestingModel());
        api = TestingApi.start(
                Files.createDirectory(folder.resolve("busy")), new TestingModel().worker(TestingModel.ends("done")));
        new TestingHistory(api).fill();
        new TestingExperiments(api).fill();
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

    /** The experiments of {@link TestingExperiments#fill} by the definition they are about. */
    private static String of(String name) {
        return api.get("/api/v1/improvements")
                .body()
                .valueStream()
                .filter(one -> one.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
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

    /** As if outcomes had been weighed: two wagers that grow, and guardrails in each of their states. */
    private static void weigh(Page page, String id) {
        page.route("**/api/v1/improvements/" + id, route -> {
            ObjectNode one = (ObjectNode) api.get("/api/v1/improvements/" + id).body();
            ObjectNode evidence = one.putObject("evidence").put("keep_at", 3.0).put("drop_at", 3.0);
            ArrayNode looks = evidence.putArray("looks");
            for (int pair = 1; pair <= 17; pair++) {
                looks.addObject()
                        .put("stage", pair <= 12 ? "replay" : "canary")
                        .put("pairs", pair <= 12 ? pair : pair - 12)
                        .put("gain", pair * 0.14 + (pair % 3) * 0.1)
                        .put("harm", -0.05 * pair + (pair % 4) * 0.08);
            }
            ArrayNode guardrails = evidence.putArray("guardrails");
            guardrail(guardrails, "errors", "No more than 2 % more of the calls fail.", 0.3, "held");
            guardrail(guardrails, "denials", "No more than 2 % more of the calls are denied.", 1.9, "strained");
            guardrail(guardrails, "cost", "It costs no more than a tenth more.", 3.4, "broken");
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(Json.write(one)));
        });
    }

    private static void guardrail(ArrayNode all, String name, String rule, double wealth, String state) {
        all.addObject()
                .put("name", name)
                .put("rule", rule)
                .put("wealth", wealth)
                .put("broken_at", 3.0)
                .put("state", state);
    }

    @Test
    void they_are_grouped_by_what_became_of_them_and_what_waits_is_counted() {
        Page page = at(api, "/improvements");
        assertThat(page.locator("improvements-page section h2"))
                .hasText(new String[] {"Waits for you", "On trial", "Kept", "Taken back", "Rejected"});
        assertThat(page.locator(".rail a[aria-current] .count")).containsText("1");
        button(page.locator("improvements-page"), "Kept 1").click();
        assertThat(page).hasURL(Pattern.compile("show=kept"));
        assertThat(page.locator(".experiment-row")).hasCount(1);
        page.reload();
        assertThat(page.locator(".experiment-row")).hasText(Pattern.compile("terminal"));
        page.getByLabel("Filter the list").fill("investigat");
        assertThat(page.locator(".empty")).containsText("None of them fits");
        button(page.locator("improvements-page"), "All 1").click();
        assertThat(page.locator(".experiment-row")).hasText(Pattern.compile("investigator_agent"));
    }

    @Test
    void where_nothing_was_tried_the_page_says_how_it_comes_to_be() {
        Page page = at(idle, "/improvements");
        assertThat(page.locator(".empty")).containsText("Nothing was tried yet");
        assertThat(page.locator(".rail a[aria-current] .count")).hasCount(0);
        page.navigate(idle.writ.url() + "/improvements/experiment_0");
        assertThat(page.locator(".empty")).containsText("There is no such experiment");
    }

    @Test
    void one_of_them_shows_before_and_after_the_evidence_and_the_difference() {
        String id = of("investigator_agent");
        Page page = at(api, "/improvements/" + id);
        Locator effects = card(page, "Before and after");
        assertThat(effects.locator("tbody tr").first()).containsText("of 17");
        assertThat(effects.locator("tbody tr")).hasCount(5);
        button(effects, "Some real tasks").click();
        assertThat(page).hasURL(Pattern.compile("stage=canary"));
        assertThat(effects.locator("tbody tr").first()).containsText("of 5");
        assertThat(card(page, "Evidence").locator("svg.lines circle.against")).hasCount(17);
        assertThat(card(page, "What differs")).containsText("maximum_turns");
        assertThat(card(page, "Timeline").locator("li")).hasCount(4);
        assertThat(page.locator(".stages [aria-current=step]")).containsText("Some real tasks");
        page.getByText("17 pairs of tasks, each as it came out").click();
        assertThat(page.locator("details.stack figure-table tbody tr")).hasCount(10);
    }

    @Test
    void weighed_evidence_is_drawn_against_its_thresholds_and_guardrails_say_how_they_stand() {
        String id = of("investigator_agent");
        Page page = browser.loggedIn(api);
        weigh(page, id);
        page.navigate(api.writ.url() + "/improvements/" + id);
        Locator evidence = card(page, "Evidence");
        assertThat(evidence.locator(".legend").first()).containsText("kept at 3.00");
        assertThat(evidence.locator("svg.lines circle.against")).hasCount(17);
        evidence.getByText("As a table").click();
        assertThat(evidence.locator("tbody tr").nth(16)).containsText("5 pairs, some real tasks");
        assertThat(card(page, "Guardrails").locator(".tag")).hasText(new String[] {"held", "strained", "broken"});
    }

    @Test
    void a_decision_takes_two_steps_and_the_page_follows_by_itself() throws IOException {
        try (TestingApi own = TestingApi.start(Files.createDirectory(folder.resolve("own")), new TestingModel())) {
            String id = new TestingExperiments(own).waiting(TestingExperiments.SUMMARIES);
            Page page = at(own, "/improvements/" + id);
            Page other = at(own, "/improvements");
            assertThat(other.locator("#group-waiting")).isVisible();
            assertThat(page.locator("[aria-label='Where it stands']")).containsText("waits for a person");
            button(page.locator(".acts-row"), "Approve…").click();
            Locator sheet = page.locator("confirm-sheet dialog");
            assertThat(button(sheet, "Leave it")).isFocused();
            button(sheet, "Let it be tried").click();
            assertThat(page.locator(".definition-head .tag")).hasText("on trial");
            assertThat(other.locator("#group-trial")).isVisible();
            assertThat(other.locator(".rail a[aria-current] .count")).hasCount(0);
            assertThat(card(page, "Timeline")).containsText("agreed to");
            button(page.locator(".acts-row"), "Reject…").click();
            sheet.getByLabel("Reason").fill("not <b>worth</b> it");
            button(sheet, "Reject it").click();
            assertThat(page.locator(".definition-head .tag")).hasText("rejected");
            assertThat(page.locator("[aria-label='Where it stands']")).containsText("not <b>worth</b> it");
            assertThat(page.locator(".acts-row button")).hasCount(0);
        }
    }

    @Test
    void markers_on_a_chart_are_reached_by_the_keyboard_and_listed_below_it() {
        Page page = at(api, "/performance?period=week");
        Locator chart = card(page, "Over time");
        Locator listed =
                chart.getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Changes of definitions"));
        assertThat(listed.locator("li")).hasCount(3);
        assertThat(listed).containsText("v2 of file_edit taken back");
        assertThat(chart.locator("svg.bars line.mark")).hasCount(3);
        Locator kept = chart.locator("svg.marks a[aria-label='v2 of terminal kept']");
        kept.focus();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("/improvements/experiment_"));
        assertThat(page.locator("h1")).hasText("terminal, version 2");
        page.navigate(api.writ.url() + "/timings?stage=model&period=week");
        assertThat(page.locator(".marker-row").first()).containsText("taken back");
    }

    @Test
    void home_says_what_improved_and_the_jump_finds_experiments() {
        Page page = at(api, "/");
        assertThat(card(page, "What improved")).containsText("Version 2 of terminal was kept");
        assertThat(page.locator(".attention")).containsText("summary_agent try version 2");
        page.keyboard().press("Control+k");
        page.locator(".jump input").fill("idle for most");
        assertThat(page.locator(".jump [role=option]").first()).containsText("terminal v2");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("/improvements/experiment_"));
        page.keyboard().press("g");
        page.keyboard().press("i");
        page.locator(".experiment-row").first().waitFor();
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator("improvement-page h1")).hasText("summary_agent, version 2");
    }

    private static Map<String, List<String>> pages() {
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("improvements", List.of("/improvements", ".experiment-row"));
        pages.put("improvement", List.of("/improvements/" + of("investigator_agent"), ".guardrail"));
        pages.put("improvement-kept", List.of("/improvements/" + of("terminal"), ".stages"));
        pages.put("improvement-waiting", List.of("/improvements/" + of("summary_agent"), ".stages"));
        pages.put("performance-marked", List.of("/performance?period=week", ".marker-list"));
        pages.put("timings-marked", List.of("/timings?stage=model&period=week", ".marker-row"));
        pages.put("home-improved", List.of("/", ".improved"));
        return pages;
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void pages_are_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        Page page = browser.loggedIn(api);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        weigh(page, of("investigator_agent"));
        List<Executable> all = new ArrayList<>();
        pages().forEach((name, place) -> all.add(() -> assertWhole(page, api, name, place, theme)));
        Page nothing = browser.loggedIn(idle);
        nothing.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        all.add(() -> assertWhole(nothing, idle, "improvements-none", List.of("/improvements", ".empty"), theme));
        assertAll(all);
    }

    private static void assertWhole(Page page, TestingApi of, String name, List<String> place, ColorScheme theme) {
        page.navigate(of.writ.url() + place.getFirst());
        page.locator(place.getLast()).first().waitFor();
        ControlRoomLooksTest.assertWhole(page, name, theme);
        assertThat(ControlRoomLooksTest.axe(page, theme))
                .as(name + ", " + theme)
                .isEmpty();
    }
}
