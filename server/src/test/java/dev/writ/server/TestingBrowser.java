package dev.writ.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's Chromium without a window. Tests are skipped where there is none. */
final class TestingBrowser implements AutoCloseable {
    static final int WIDE = 1280;
    static final int NARROW = 390;
    /** As long as a machine may take on which much else is going on. */
    private static final double LONGEST_WAIT_MILLIS = 60_000;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Playwright playwright;
    private final Browser browser;

    private TestingBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static TestingBrowser start() {
        Optional<Path> chromium = executable();
        PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST_WAIT_MILLIS);
        assumeTrue(chromium.isPresent(), "There is no Chromium here: install the package chromium to run this test.");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new TestingBrowser(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(chromium.orElseThrow())
                                    .setArgs(List.of(
                                            // It cannot build its own sandbox as root; it sees pages of the test alone.
                                            "--no-sandbox",
                                            "--disable-dev-shm-usage",
                                            "--disable-gpu",
                                            "--force-color-profile=srgb"))));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    private static Optional<Path> executable() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A browser of its own, with no cookies. */
    BrowserContext person() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(WIDE, 800)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(ColorScheme.LIGHT));
        context.setDefaultTimeout(LONGEST_WAIT_MILLIS);
        return context;
    }

    /** A page of a browser that has logged in with a fresh link, at Home. */
    Page loggedIn(TestingApi api) {
        Page page = person().newPage();
        page.navigate(api.writ.loginLink());
        page.locator("home-page .gauge").first().waitFor();
        return page;
    }

    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                // A log of thousands of rows has only those in the page that are seen.
                .setFullPage(page.locator("event-rows").count() == 0));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
