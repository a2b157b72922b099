package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.writ.server.openid.TestingProvider;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in with a provider in a real browser. The provider is another site: its name is not that of this server. */
class ControlRoomLogInTest {
    @TempDir
    static Path folder;

    private static final TestingProvider PROVIDER = new TestingProvider();
    private static TestingBrowser browser;
    private static TestingApi api;
    private static String base;

    @BeforeAll
    static void start() {
        browser = TestingBrowser.start();
        api = TestingApi.start(TestingLogIn.settings(folder, PROVIDER, ""), InstantSource.system(), new TestingModel());
        base = api.writ.url().replace("127.0.0.1", "localhost");
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
        PROVIDER.close();
    }

    private static Locator logIn(Page page) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Log in with Example Login"));
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
            assertThat(ControlRoomLooksTest.axe(page, ColorScheme.LIGHT)).isEmpty();
        }
        page.setViewportSize(TestingBrowser.WIDE, 800);
    }

    @Test
    void a_person_goes_to_the_provider_and_comes_back_to_the_page_and_may_change_things() {
        BrowserContext person = browser.person();
        Page page = person.newPage();
        page.navigate(base + "/tasks?state=failed");
        logIn(page).waitFor();
        looks(page, "gate-provider");
        logIn(page).click();
        page.locator("#yes").click();
        assertThat(page.locator("nav-rail")).containsText("ada, operator");
        assertThat(page).hasURL(base + "/tasks?state=failed");
        assertThat(person.cookies(base).stream()
                        .filter(cookie -> !cookie.name.startsWith("writ-login"))
                        .toList())
                .singleElement()
                .satisfies(cookie -> {
                    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
                    assertThat(cookie.httpOnly).isTrue();
                });

        page.navigate(base + "/#write-key=" + "0".repeat(64));
        assertThat(page.locator("nav-rail")).containsText("ada, operator");
        assertThat(page.evaluate("() => fetch('/api/v1/grants/revoke-all', {method: 'POST', body: '{}', headers:"
                        + " {'X-Writ-Key': localStorage.getItem('writ-key')}}).then(answer => answer.status)"))
                .as("a key that was slipped in has not taken the place of the right one")
                .isEqualTo(200);

        page.navigate(base + "/settings");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out…"))
                .click();
        page.locator("confirm-sheet")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Log out").setExact(true))
                .click();
        logIn(page).waitFor();
    }

    @Test
    void whoever_declines_reads_why_and_can_begin_again_by_keyboard() {
        Page page = browser.person().newPage();
        page.navigate(base + "/grants");
        logIn(page).click();
        page.locator("#no").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The provider says that the log-in was declined.");
        assertThat(page).hasURL(base + "/grants");
        looks(page, "gate-declined");
        logIn(page).focus();
        page.keyboard().press("Enter");
        page.locator("#yes").click();
        assertThat(page.locator("nav-rail")).containsText("ada, operator");
    }

    @Test
    void another_browser_that_is_sent_the_way_back_stays_outside() {
        Page attacker = browser.person().newPage();
        attacker.navigate(base + "/");
        logIn(attacker).click();
        String back = attacker.locator("#yes").getAttribute("href");
        Page victim = browser.person().newPage();
        victim.navigate(back);
        assertThat(victim.getByRole(AriaRole.ALERT)).containsText("was not begun in this browser");
        assertThat(victim.context().cookies(base)).isEqualTo(List.of());
    }
}
