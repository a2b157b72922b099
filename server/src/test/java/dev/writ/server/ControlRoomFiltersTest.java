package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.server.TestingApi.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that people keep under a name, in a real browser. */
class ControlRoomFiltersTest {
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

    private static void save(Page page, String name) {
        page.getByText("Save this filter…").click();
        page.locator("#filter-name").fill(name);
        page.keyboard().press("Enter");
    }

    @Test
    void a_view_is_kept_opened_and_forgotten() {
        Page page = browser.loggedIn(api);
        page.navigate(api.writ.url() + "/events");
        page.locator("event-filter").waitFor();
        assertThat(page.locator(".saved-row")).hasCount(0);
        page.navigate(api.writ.url() + "/events?type=tool.denied&period=week");
        save(page, "<b>refused</b> calls");
        Locator saved = page.locator(".saved");
        assertThat(saved).hasText(Pattern.compile("<b>refused</b> calls.*"));
        assertThat(page.locator(".saved.on")).hasCount(1);
        assertThat(page.getByText("Save this filter…")).hasCount(0);

        page.navigate(api.writ.url() + "/events?type=grant");
        save(page, "<b>refused</b> calls");
        assertThat(page.locator("#filter-error")).containsText("You keep a filter of this name already");
        page.locator("#filter-name").fill("grants of all agents");
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            ControlRoomLooksTest.assertWhole(page, "saving", theme);
            assertThat(ControlRoomLooksTest.axe(page, theme))
                    .as("saving, " + theme)
                    .isEmpty();
        }
        page.locator("#filter-name").press("Enter");
        assertThat(saved).hasCount(2);

        // They are of their page alone, and open with their address.
        page.navigate(api.writ.url() + "/tasks?view=Failed");
        assertThat(page.getByText("Save this filter…")).isVisible();
        assertThat(saved).hasCount(0);
        page.navigate(api.writ.url() + "/events");
        saved.first().locator("a").click();
        assertThat(page).hasURL(Pattern.compile(".*/events\\?type=tool\\.denied&period=week"));
        assertThat(page.locator("#event-type")).hasValue("tool.denied");
        page.getByLabel("Delete the filter <b>refused</b> calls").click();
        assertThat(saved).hasCount(1);
        assertThat(saved).containsText("grants of all agents");
    }

    @Test
    void nobody_sees_or_deletes_what_somebody_else_keeps() {
        String ada = api.post("/api/v1/accounts", "{\"name\": \"ada\", \"role\": \"viewer\"}")
                .text("secret");
        String bob = api.post("/api/v1/accounts", "{\"name\": \"bob\", \"role\": \"administrator\"}")
                .text("secret");
        Answer kept =
                api.as(ada, "POST", "/api/v1/filters", "{\"name\": \"mine\", \"address\": \"/usage?tool=terminal\"}");
        assertThat(kept.status()).isEqualTo(201);

        assertThat(api.as(bob, "GET", "/api/v1/filters", "").body()).isEmpty();
        assertThat(api.as(bob, "DELETE", "/api/v1/filters/" + kept.text("id"), "")
                        .error())
                .isEqualTo("not_found");
        assertThat(api.get("/api/v1/events?type=filter").body().toString()).doesNotContain("mine", "terminal");
        assertThat(api.as(ada, "POST", "/api/v1/filters", "{\"name\": \"a\", \"address\": \"https://example.org/\"}")
                        .error())
                .isEqualTo("invalid_arguments");
        assertThat(api.as(ada, "DELETE", "/api/v1/filters/" + kept.text("id"), "")
                        .body())
                .isEmpty();
    }
}
