package dev.writ.server;

import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import dev.writ.recovery.Incident;
import dev.writ.recovery.IncidentState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of incidents and its part of the home page, for tasks that fail alike because what they need is away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlRoomIncidentsTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;
    private static Incident incident;

    @BeforeAll
    static void start() {
        browser = TestingBrowser.start();
        TestingModel model = new TestingModel()
                .on("recovery_agent", TestingModel.calls("end_task", """
                        {"status": "failed", "result": "unsure"}"""))
                .worker(TestingModel.calls("end_task", """
                        {"status": "failed", "result": "The <b>map</b> is away."}"""));
        api = TestingApi.start(folder, model);
        for (int i = 0; i < 3; i++) {
            String task = api.writ.core().engine().submit(work("draw the map")).id();
            await(() -> api.get("/api/v1/tasks/" + task).text("state").equals("failed"));
        }
        api.writ.core().recovery().look();
        incident = api.writ.core().incidents().list("", 1).getFirst();
        // What it tries fails like the rest; a person then has a week to answer, and nothing else ends it.
        await(() -> {
            api.writ.core().recovery().look();
            incident = api.writ.core().incidents().get(incident.id());
            return incident.state() == IncidentState.WAITING_FOR_PERSON;
        });
        assertThat(api.writ.core().incidents().timeline(incident.id()))
                .extracting(Incident.Step::kind)
                .contains("acted", "asked");
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.onSpinWait();
        }
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

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    @Order(1)
    void the_pages_are_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        Page page = browser.loggedIn(api);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.navigate(api.writ.url() + "/incidents?incident=" + incident.id());
        page.locator(".timeline-steps li").first().waitFor();
        assertThat(page.locator("incident-card b").allInnerTexts())
                .as("what an agent says is text")
                .doesNotContain("map");
        ControlRoomLooksTest.assertWhole(page, "incident", theme);
        assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
        page.navigate(api.writ.url() + "/");
        page.locator("#wrong").waitFor();
        ControlRoomLooksTest.assertWhole(page, "home-incident", theme);
        assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
    }

    @Test
    @Order(2)
    void a_person_closes_it_on_the_page() {
        Page page = browser.loggedIn(api);
        page.navigate(api.writ.url() + "/incidents");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close…"))
                .click();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Close").setExact(true))
                .click();
        page.locator("#past-incidents").waitFor();
        assertThat(api.get("/api/v1/incidents/" + incident.id()).text("state")).isEqualTo("resolved");
        assertThat(Json.write(api.get("/api/v1/incidents?state=unended").body()))
                .isEqualTo("[]");
    }

    @Test
    @Order(3)
    void an_administrator_lifts_a_quarantine_from_the_version_that_is_in_it() {
        String worker = api.get("/api/v1/agents/worker").text("id");
        api.writ
                .core()
                .database()
                .writeOnly(transaction -> transaction.execute("""
                INSERT INTO quarantined_versions (entity, version, incident, reason, since)
                VALUES (?, 1, ?, 'it did harm', ?)""", worker, incident.id(), System.currentTimeMillis()));
        Page page = browser.loggedIn(api);
        page.navigate(api.writ.url() + "/agents/worker?view=versions");
        page.getByText("why, and how to let it in again").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Lift the quarantine…"))
                .click();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Lift it").setExact(true))
                .click();
        page.locator("note-list").getByText("Lifted the quarantine of worker").waitFor();
        assertThat(api.get("/api/v1/incidents/" + incident.id()).body().path("quarantined"))
                .isEmpty();
        assertThat(api.get("/api/v1/agents/worker/versions").body().get(0).has("quarantined_by"))
                .isFalse();
    }
}
