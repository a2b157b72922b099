package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.model.Retry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that does not answer yet, in a real browser. */
class ControlRoomRetriesTest {
    private static final String TRAP = "<img src=x onerror=alert(1)> slow down";

    @TempDir
    Path folder;

    @Test
    void the_attempt_that_comes_is_counted_down_and_replaced_by_what_came_of_it() {
        CountDownLatch answered = new CountDownLatch(1);
        TestingModel model = new TestingModel().worker(ends("done")).troubled((request, tokens) -> {
            tokens.onRetry(new Retry(
                    3,
                    6,
                    Retry.Reason.BUSY,
                    "openai/large gets too many requests (HTTP 429): " + TRAP + ".",
                    Instant.now().plusSeconds(600)));
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (TestingBrowser browser = TestingBrowser.start();
                TestingApi api = TestingApi.start(folder, model)) {
            String task = api.post("/api/v1/tasks", """
                            {"request": "Count the sheep", "process": "single_agent", "agent": "worker"}""").text("id");
            Page page = browser.loggedIn(api);
            page.navigate(api.writ.url() + "/tasks/" + task);
            Locator note = page.locator("retry-note");
            assertThat(note).containsText("Provider busy: attempt 3 of 6, next in");
            assertThat(note).containsText(TRAP);
            assertThat(page.locator("retry-note img")).hasCount(0);
            String before = note.locator("time").textContent();
            assertThat(before).startsWith("9:");
            assertThat(note.locator("time")).not().hasText(before);
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                ControlRoomLooksTest.assertWhole(page, "retry", theme);
                assertThat(ControlRoomLooksTest.axe(page, theme))
                        .as("retry, " + theme)
                        .isEmpty();
            }

            answered.countDown();
            assertThat(note).hasCount(0);
            assertThat(page.locator("thread-view")).containsText("at attempt 3");
            page.navigate(api.writ.url() + "/performance");
            page.locator("performance-page").getByText("1 retry of models").click();
            assertThat(page).hasURL(Pattern.compile(".*/events\\?type=model\\.retrying.*"));
            assertThat(page.locator("event-rows")).containsText("Provider busy: attempt 3 of 6");
        } finally {
            answered.countDown();
        }
    }
}
