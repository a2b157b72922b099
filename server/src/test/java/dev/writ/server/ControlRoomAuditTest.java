package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check of the log on the page of security: where it holds, and where somebody wrote into the database. */
class ControlRoomAuditTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;

    @BeforeAll
    static void start() {
        browser = TestingBrowser.start();
        api = TestingApi.start(folder, new TestingModel());
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

    private static void execute(String sql) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + api.writ.dataFolder().resolve("writ.db"))) {
            handle.execute("PRAGMA busy_timeout = 5000");
            handle.execute(sql);
        }
    }

    private static Page open(ColorScheme theme) {
        Page page = browser.loggedIn(api);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.navigate(api.writ.url() + "/security");
        panel(page).locator("dl").waitFor();
        return page;
    }

    private static Locator panel(Page page) {
        return page.locator("audit-state section");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void a_log_that_holds_says_so(ColorScheme theme) {
        Page page = open(theme);
        assertThat(panel(page)).containsText("verifies");
        assertThat(panel(page)).containsText("are as they were written");
        panel(page).getByText("Check now").click();
        assertThat(panel(page)).containsText("Root");
        assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
        ControlRoomLooksTest.assertWhole(page, "security-audit", theme);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void a_log_that_was_changed_names_what_and_where(ColorScheme theme) {
        api.post("/api/v1/audit/checkpoint", "{}");
        execute("UPDATE events SET actor = 'person:eve<img src=x>' WHERE seq = 5");
        try {
            Page page = open(theme);
            panel(page).getByText("Check now").click();
            assertThat(panel(page)).containsText("does not verify");
            assertThat(panel(page)).containsText("Event 5 is not as it was written.");
            assertThat(panel(page).locator("a[href='/events/5']")).isVisible();
            assertThat(ControlRoomLooksTest.axe(page, theme)).isEmpty();
            ControlRoomLooksTest.assertWhole(page, "security-audit-changed", theme);
        } finally {
            execute("UPDATE events SET actor = 'engine' WHERE seq = 5");
        }
        assertThat(api.post("/api/v1/audit/verification", "{}")
                        .body()
                        .path("holds")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void what_is_back_as_it_was_verifies_again() {
        assertThat(api.post("/api/v1/audit/verification", "{}").text("sentence"))
                .startsWith("The log verifies: ");
    }
}
