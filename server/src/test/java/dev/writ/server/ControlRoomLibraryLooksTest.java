package dev.writ.server;

import static dev.writ.server.ControlRoomLooksTest.assertWhole;
import static dev.writ.server.ControlRoomLooksTest.axe;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of definitions and settings, in both themes and at both widths. */
class ControlRoomLibraryLooksTest {
    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingToolServer others;
    private static TestingApi api;
    private static Page page;

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        others = TestingToolServer.start();
        others.offer("search_tickets", "Finds tickets by their words.");
        Path settings = Files.writeString(folder.resolve("writ.yaml"), others.asSettings("tickets"));
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())));
        api.until("/api/v1/tools/tickets__search_tickets/pin", answer -> answer.status() == 200);
        rules(1, "Say what you did, and what you did not.\nNever commit to main.\nRun the tests before you end.");
        change(
                1,
                "Say what you did, and what you did not.\nNever commit to release branches.\nRun the tests before you end.\nWrite short sentences.",
                "main is open to all of us since Tuesday");
        change(
                2,
                "Say what you did, and what you left.\nNever commit to release branches.\nRun the tests before you end.",
                "short sentences came out worse");
        others.offer("search_tickets", "Finds tickets by their words, closed ones too.");
        api.post("/api/v1/servers/tickets/restart", "");
        api.until(
                "/api/v1/tools/tickets__search_tickets/pin",
                answer -> answer.text("status").equals("suspended"));
        api.post("/api/v1/tokens", Json.write(Json.object().put("purpose", "sum up the notes")));
        page = browser.loggedIn(api);
    }

    private static void rules(int version, String text) {
        assertThat(api.post("/api/v1/documents", """
                                {"name": "house-rules", "reason": "asked for by the team",
                                 "content": {"summary": "how we work here", "text": %s, "keywords": ["style", "git"]}}""".formatted(Json.write(
                                Json.object().put("text", text).path("text"))))
                        .body()
                        .path("version")
                        .asInt(0))
                .isEqualTo(version);
    }

    private static void change(int version, String text, String reason) {
        var body = Json.object().put("expected_version", version).put("reason", reason);
        body.putObject("changes").put("text", text);
        assertThat(api.send("PATCH", "/api/v1/documents/house-rules", Json.write(body))
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
        if (others != null) {
            others.close();
        }
    }

    /** Where each page is, and what stands on it once it is there. */
    private static Map<String, List<String>> pages() {
        Map<String, List<String>> pages = new LinkedHashMap<>();
        pages.put("agents", List.of("/agents", ".library-row"));
        pages.put("agent", List.of("/agents/worker", ".powers li, .part p"));
        pages.put("tools", List.of("/tools", ".library-row"));
        pages.put("tool", List.of("/tools/file_edit", ".operation"));
        pages.put("tool-suspended", List.of("/tools/tickets__search_tickets", "tool-pin .side"));
        pages.put("processes", List.of("/processes", ".library-row"));
        pages.put("process", List.of("/processes/neutral_task", ".schema, .part p"));
        pages.put("documents", List.of("/documents", ".library-row"));
        pages.put("new-agent", List.of("/agents?new=1", "#new-reason"));
        pages.put("new-process", List.of("/processes?new=1", "#new-reason"));
        pages.put("documents-none", List.of("/documents?q=nothing-like-it", ".empty"));
        pages.put("document", List.of("/documents/house-rules", "text-block"));
        pages.put("versions", List.of("/documents/house-rules?view=versions&from=1&to=3", ".diff .added"));
        pages.put("edit", List.of("/documents/house-rules?view=edit", "#edit-reason"));
        pages.put("json", List.of("/documents/house-rules?view=json", "pre.whole"));
        pages.put("settings", List.of("/settings", ".checks"));
        pages.put("settings-server", List.of("/settings?server=tickets&new=token", "server-details .log"));
        return pages;
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void pages_are_whole_at_both_widths_and_axe_finds_nothing(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        pages().forEach((name, place) -> {
            page.navigate(api.writ.url() + place.getFirst());
            page.locator(place.getLast()).first().waitFor();
            assertWhole(page, name, theme);
            assertThat(axe(page, theme)).as(name + ", " + theme).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void what_opens_on_pages_is_whole_too(ColorScheme theme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.navigate(api.writ.url() + "/documents/house-rules?view=versions");
        page.locator("[data-version='1']").getByText("Roll back…").click();
        assertSeen("roll-back", theme);
        page.keyboard().press("Escape");

        page.navigate(api.writ.url() + "/documents/house-rules?view=edit");
        page.locator("#field-text").fill("Mine, and nobody else's.");
        page.locator("#edit-reason").fill("to see what happens");
        int version =
                api.get("/api/v1/documents/house-rules").body().path("version").asInt(0);
        change(version, "Theirs, in " + theme + ".", "theirs is better");
        page.keyboard().press("Control+Enter");
        page.locator(".conflict .diff").waitFor();
        assertSeen("conflict", theme);
        page.getByText("Give mine up").click();

        page.navigate(api.writ.url() + "/settings?new=token");
        page.locator("#purpose").fill("sum up the notes");
        page.getByText("Make the token").click();
        page.locator(".secret-text").waitFor();
        assertSeen("token", theme);
    }

    private static void assertSeen(String name, ColorScheme theme) {
        assertWhole(page, name, theme);
        assertThat(axe(page, theme)).as(name + ", " + theme).isEmpty();
    }
}
