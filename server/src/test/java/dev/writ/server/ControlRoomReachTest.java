package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a yes would put within reach, in a real browser. */
class ControlRoomReachTest {
    private static final String TRAP = "<img src=x onerror=alert(1)>.env";

    @TempDir
    Path folder;

    private static String ask(TestingApi api, TestingModel model, Path workspace, String tools) {
        model.worker(calls("need_more_tools", tools), ends("done"));
        String task = api.post(
                        "/api/v1/tasks",
                        Json.object()
                                .put("request", "Bring the settings in order")
                                .put("process", "single_agent")
                                .put("agent", "worker")
                                .put("workspace", workspace.toString())
                                .toString())
                .text("id");
        return api.until(
                        "/api/v1/approvals?state=pending&tree=" + task,
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0)
                .path("id")
                .asString();
    }

    @Test
    void a_card_says_what_a_yes_would_put_within_reach() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.createDirectories(workspace.resolve("config/.github/workflows"));
        Files.writeString(workspace.resolve("config/app.yaml"), "a: 1");
        Files.writeString(workspace.resolve("config").resolve("settings.env.txt"), "x");
        Files.writeString(workspace.resolve("config/.env"), "KEY=1");
        Files.writeString(workspace.resolve("config/.github/workflows/release.yml"), "on: push");
        Files.writeString(workspace.resolve("config").resolve(TRAP.replace("/", "") + ".pem"), "x");
        TestingModel model = new TestingModel();
        try (TestingBrowser browser = TestingBrowser.start();
                TestingApi api = TestingApi.start(folder, model)) {
            String files = ask(api, model, workspace, """
                    {"request": "change the settings", "justification": "the request is to bring config in order",
                     "tools": ["file_edit"], "scope": {"file_edit": {"read": ["config/**"], "write": ["config/**"]}},
                     "duration": "30m"}""");
            ask(api, model, workspace, """
                    {"request": "build", "justification": "the request is to bring config in order",
                     "tools": ["terminal"], "scope": {"terminal": {"commands": [["make", "all"]],
                     "hosts": ["repo.example.org"]}}, "duration": "10m"}""");
            Page page = browser.loggedIn(api);
            page.navigate(api.writ.url() + "/approvals");
            Locator card =
                    page.locator("approval-card").filter(new Locator.FilterOptions().setHasText("asks for file_edit"));
            assertThat(card.locator(".reach")).containsText("5 files there now");
            assertThat(card.locator(".reach .caution")).containsText("3 files, by the name.");
            assertThat(card.locator(".reach")).containsText(TRAP);
            assertThat(page.locator(".reach img")).hasCount(0);
            assertThat(card.locator(".reach .good")).containsText("can be taken back");
            Locator terminal =
                    page.locator("approval-card").filter(new Locator.FilterOptions().setHasText("asks for terminal"));
            assertThat(terminal.locator(".reach")).containsText("Any of the 5 files of the workspace");
            assertThat(terminal.locator(".reach")).containsText("repo.example.org");
            assertThat(terminal.locator(".reach")).containsText("cannot be taken back here");
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                ControlRoomLooksTest.assertWhole(page, "reach", theme);
                assertThat(ControlRoomLooksTest.axe(page, theme))
                        .as("reach, " + theme)
                        .isEmpty();
            }

            // What cannot be known is said, and the decision is made all the same.
            Files.move(workspace, folder.resolve("gone"));
            Answer unknown = api.get("/api/v1/approvals/" + files + "/reach");
            assertThat(unknown.body().at("/facts/0/subject").asString()).isEqualTo("unknown");
            assertThat(api.post("/api/v1/approvals/" + files + "/deny", "{\"reason\": \"no\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(api.get("/api/v1/approvals/none/reach").error()).isEqualTo("not_found");
        }
    }
}
