package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages about what happened, after days of work and with nothing at all, in both themes and at both widths. */
class ControlRoomInsightLooksTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingApi api;
    private static TestingApi idle;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        idle = TestingApi.start(Files.createDirectory(folder.resolve("idle")), new TestingModel());
        api = TestingApi.start(Files.createDirectory(folder.resolve("busy")), new TestingModel().worker(ends("done")));
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

    /** Where each page is, and what stands on it once it is there. */
    private static Map<String, List<String>> pages() {
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("events", List.of("/events", ".event-row"));
        pages.put("event", List.of("/events/" + denied() + "?type=tool", "event-detail pre"));
        pages.put("usage", List.of("/usage?period=week", ".figures tbody tr"));
        pages.put("performance", List.of("/performance", ".figures tbody tr"));
        pages.put("performance-week", List.of("/performance?period=week&stage=model", ".figures tbody tr"));
        pages.put("timings", List.of("/timings?stage=tool&subject=terminal&period=week", ".timing-row"));
        pages.put("security", List.of("/security", "anomaly-card"));
        return pages;
    }

    private static String denied() {
        return api.get("/api/v1/events?type=tool.denied&newest=true&limit=1")
                .body()
                .get(0)
                .path("seq")
                .asString();
    }

    private static Map<String, List<String>> emptyPages() {
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("events-none", List.of("/events?type=nothing", ".empty"));
        pages.put("usage-none", List.of("/usage?period=hour", ".empty"));
        pages.put("performance-none", List.of("/performance?period=hour", ".empty"));
        pages.put("security-none", List.of("/security", ".empty"));
        return pages;
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void pages_are_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        Page page = browser.loggedIn(api);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        List<Executable> all = new ArrayList<>();
        pages().forEach((name, place) -> all.add(() -> assertWhole(page, api, name, place, theme)));
        Page nothing = browser.loggedIn(idle);
        nothing.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        emptyPages().forEach((name, place) -> all.add(() -> assertWhole(nothing, idle, name, place, theme)));
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
