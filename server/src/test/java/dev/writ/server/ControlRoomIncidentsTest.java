package dev.writ.server;

import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.recovery.Incident;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
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
        await(() -> api.writ.core().incidents().timeline(incident.id()).stream()
                .anyMatch(step -> step.kind().equals("acted")));
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
}
