package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions and settings in the control room, as a person uses them in a real browser. */
class ControlRoomLibraryTest {
    /** Whatever of this is taken for markup leaves its mark in the page. */
    private static final String MARKUP = "<img src=x onerror='window.taken = 1'><script>window.taken = 2</script>"
            + "<a href='javascript:window.taken = 3'>click</a>${window.taken = 4}";
    /** Turns round what stands after it. */
    private static final String TURNED = "safe \u202Egnihtyna\u202C";

    @TempDir
    static Path folder;

    private static TestingBrowser browser;
    private static TestingToolServer others;
    private static TestingApi api;
    private static Page page;
    private static int made;

    private String name = "";

    @BeforeAll
    static void start() throws IOException {
        browser = TestingBrowser.start();
        others = TestingToolServer.start();
        others.offer("search", "Finds tickets. " + MARKUP);
        Path settings = Files.writeString(folder.resolve("writ.yaml"), others.asSettings("tickets"));
        api = TestingApi.start(TestingApi.settings(folder, Map.of("config", settings.toString())));
        api.until("/api/v1/tools/tickets__search/pin", answer -> answer.status() == 200);
        page = browser.loggedIn(api);
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

    /** A document of each test's own, with one version. */
    @BeforeEach
    void document() {
        name = "rules-" + ++made;
        ObjectNode body = Json.object().put("name", name).put("reason", "the first");
        body.putObject("content").put("summary", "house rules").put("text", "Be brief.\nBe kind.");
        assertThat(api.post("/api/v1/documents", Json.write(body)).status()).isEqualTo(201);
    }

    private void change(int expected, String field, String text) {
        ObjectNode body = Json.object().put("expected_version", expected).put("reason", "by somebody else");
        body.putObject("changes").put(field, text);
        assertThat(api.send("PATCH", "/api/v1/documents/" + name, Json.write(body))
                        .status())
                .isEqualTo(200);
    }

    private JsonNode content() {
        return api.get("/api/v1/documents/" + name).body().path("content");
    }

    private static void go(String path) {
        page.navigate(api.writ.url() + path);
    }

    private static Locator button(String words) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true));
    }

    private static Locator sheet() {
        return page.locator("confirm-sheet dialog");
    }

    private static void confirm(String action) {
        assertThat(sheet()).isVisible();
        sheet().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(action).setExact(true))
                .click();
        assertThat(sheet()).not().isVisible();
    }

    @Test
    void definitions_are_found_by_words_and_opened_with_keys_alone() {
        go("/");
        page.locator("home-page .gauge").first().waitFor();
        page.keyboard().press("g");
        page.keyboard().press("d");
        page.locator("library-page .library-row").first().waitFor();
        page.keyboard().press("/");
        page.keyboard().type(name + " brief");
        assertThat(page.locator(".library-row")).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*/documents\\?q=" + name + "(\\+|%20)brief"));
        page.reload();
        assertThat(page.locator(".library-row")).hasCount(1);
        assertThat(page.locator("#filter")).hasValue(name + " brief");
        page.locator("main").focus();
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator("definition-page h1")).hasText(name);
        assertThat(page.locator("definition-page")).containsText("Be kind.");
    }

    @Test
    void a_document_is_edited_as_a_new_version_and_rolled_back() {
        go("/documents/" + name);
        button("Edit").click();
        page.locator("#field-text").fill("Be brief.\nBe very kind.");
        page.locator("#edit-reason").fill("kindness first");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".definition-head")).containsText("version 2");
        assertThat(page.locator("definition-page")).containsText("Be very kind.");
        assertThat(content().path("summary").asString()).isEqualTo("house rules");

        go("/documents/" + name + "?view=versions");
        assertThat(page.locator("[data-version='2']")).containsText("kindness first");
        assertThat(page.locator("[data-version='2']")).containsText("active");
        assertThat(page.locator(".diff .removed")).containsText("removed");
        assertThat(page.locator(".diff .removed .line"))
                .hasText(
                        "    Be kind.",
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                                .setUseInnerText(false));
        assertThat(page.locator(".diff .added .line")).containsText("Be very kind.");

        page.locator("[data-version='1']").getByText("Roll back…").click();
        assertThat(sheet().getByText("Leave it")).isFocused();
        sheet().locator("input").fill("too kind");
        confirm("Roll back to 1");
        assertThat(page.locator("[data-version='1']")).containsText("active");
        assertThat(content().path("text").asString()).isEqualTo("Be brief.\nBe kind.");
        assertThat(api.get("/api/v1/events?type=entity.rolled_back&newest=true&limit=1")
                        .body()
                        .toString())
                .contains("too kind");
    }

    @Test
    void a_new_document_is_written_in_a_form_and_begins_as_version_one() {
        go("/documents");
        button("New document").click();
        assertThat(page.locator("#new-name")).isFocused();
        button("Make version 1").click();
        assertThat(page.locator("#new-name-wrong")).hasText("Give the document a name.");
        assertThat(page.locator("new-definition")).containsText("It needs summary and text.");
        assertThat(page.locator("#new-reason-wrong")).containsText("goes on record");
        assertThat(page.locator("#new-name")).isFocused();

        // A name that is taken is told before the rest is written, and again by the server.
        page.locator("#new-name").fill(name);
        page.locator("#new-name").press("Tab");
        assertThat(page.locator("#new-name-wrong")).containsText("There is a document named “" + name + "” already");
        page.locator("#field-summary").fill("how it is done " + MARKUP);
        page.locator("#field-text").fill("So.\nAnd so.");
        page.locator("#field-keywords").fill("one\ntwo");
        page.locator("#new-reason").fill("nobody knew");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("#new-name-wrong")).containsText("already");

        // What was written is still there after leaving by mistake.
        go("/documents?new=1");
        assertThat(page.locator("#field-text")).hasValue("So.\nAnd so.");
        String other = name + "-new";
        page.locator("#new-name").fill(other);
        page.keyboard().press("Control+Enter");
        assertThat(page).hasURL(api.writ.url() + "/documents/" + other);
        assertThat(page.locator(".definition-head")).containsText("version 1");
        JsonNode made = api.get("/api/v1/documents/" + other).body();
        assertThat(made.path("version").asInt()).isEqualTo(1);
        assertThat(made.path("content").toString())
                .contains("\"text\":\"So.\\nAnd so.\"", "\"keywords\":[\"one\",\"two\"]");
        assertThat(page.evaluate("() => window.taken")).isNull();
        go("/documents?new=1");
        assertThat(page.locator("#field-text")).hasValue("");
    }

    @Test
    void a_new_agent_is_written_as_json_too_and_tools_are_made_elsewhere() {
        go("/agents?new=1");
        page.locator("#new-name").fill(name + " tester");
        page.locator("new-definition").getByText("JSON").first().click();
        page.locator("#raw").fill("{ no json");
        button("Make version 1").click();
        assertThat(page.locator("new-definition")).containsText("This is not JSON");
        page.locator("#raw").fill("[1]");
        button("Make version 1").click();
        assertThat(page.locator("new-definition")).containsText("is a JSON object");
        page.locator("#raw").fill("{\"purpose\": \"tests\", \"instruction\": \"You test.\", \"tier\": \"small\"}");
        page.locator("#new-reason").fill("to test");
        button("Make version 1").click();
        assertThat(page.locator(".definition-head")).containsText(name + " tester");
        assertThat(api.get("/api/v1/agents/" + name + "%20tester")
                        .body()
                        .at("/content/tier")
                        .asString())
                .isEqualTo("small");
        go("/tools?new=1");
        page.locator(".library-row").first().waitFor();
        assertThat(page.locator("new-definition")).hasCount(0);
        assertThat(button("New tool")).hasCount(0);
    }

    @Test
    void who_may_not_edit_makes_nothing_new() {
        String secret = api.post("/api/v1/accounts", "{\"name\": \"reader\", \"role\": \"approver\"}")
                .text("secret");
        assertThat(api.as(secret, "POST", "/api/v1/documents", """
                        {"name": "mine", "content": {"summary": "s", "text": "t"}, "reason": "r"}""").error()).isEqualTo("denied");
    }

    @Test
    void of_two_who_write_at_once_neither_loses_anything() {
        go("/documents/" + name + "?view=edit");
        page.locator("#field-text").fill("Mine.");
        page.locator("#edit-reason").fill("mine is better");
        change(1, "summary", "rules of the whole house");
        assertThat(page.locator(".note-line.wait")).containsText("Version 2 is active by now");
        button("Save as a new version").click();
        Locator conflict = page.locator(".conflict");
        assertThat(conflict).containsText("Version 2 came first");
        assertThat(conflict).containsText("by somebody else");
        assertThat(conflict).containsText("rules of the whole house");
        assertThat(conflict).containsText("both changes fit together");
        assertThat(page.locator("#field-text")).hasValue("Mine.");
        assertThat(content().path("text").asString()).isEqualTo("Be brief.\nBe kind.");

        change(2, "text", "Theirs.");
        button("Save mine on top of version 2").click();
        assertThat(conflict).containsText("Version 3 came first");
        assertThat(conflict).containsText("You both changed text");
        button("Save mine on top of version 3").click();
        assertThat(page.locator(".definition-head")).containsText("version 4");
        assertThat(content().path("text").asString()).isEqualTo("Mine.");
        assertThat(content().path("summary").asString()).isEqualTo("rules of the whole house");
    }

    @Test
    void what_is_not_saved_is_still_there_after_leaving_the_page() {
        go("/documents/" + name + "?view=edit");
        page.locator("#field-text").fill("Half of a thought");
        go("/documents");
        page.locator(".library-row").first().waitFor();
        go("/documents/" + name + "?view=edit");
        assertThat(page.locator("#field-text")).hasValue("Half of a thought");
        button("Begin anew").click();
        assertThat(page.locator("#field-text")).hasValue("Be brief.\nBe kind.");
    }

    @Test
    void the_whole_content_can_be_written_as_json_and_mistakes_are_told() {
        go("/documents/" + name + "?view=edit");
        page.locator(".edit").getByText("JSON").click();
        page.locator("#raw").fill("{\"summary\": ");
        page.locator("#edit-reason").fill("with a source");
        button("Save as a new version").click();
        assertThat(page.locator(".edit .problem")).containsText("This is not JSON");
        page.locator("#raw").fill("{\"summary\": \"s\", \"source\": null}");
        button("Save as a new version").click();
        assertThat(page.locator(".edit .problem")).containsText("holds null");
        page.locator("#raw").fill("{\"summary\": \"s\", \"source\": {\"page\": 3}}");
        button("Save as a new version").click();
        assertThat(page.locator(".definition-head")).containsText("version 2");
        assertThat(content().toString()).isEqualTo("{\"summary\":\"s\",\"source\":{\"page\":3}}");
    }

    @Test
    void a_document_is_switched_off_and_on_with_a_reason() {
        go("/documents/" + name);
        button("Switch off…").click();
        sheet().locator("input").fill("out of date");
        confirm("Switch off");
        assertThat(page.locator(".definition-head .tag")).hasText("switched off");
        assertThat(api.get("/api/v1/documents/" + name).text("status")).isEqualTo("inactive");
        button("Switch on…").click();
        confirm("Switch on");
        assertThat(page.locator(".definition-head .tag")).hasText("in use");
    }

    @Test
    void a_changed_tool_of_a_third_party_is_seen_part_by_part_and_accepted() {
        others.offer("search", "Finds tickets, and " + MARKUP);
        api.post("/api/v1/servers/tickets/restart", "");
        go("/tools");
        assertThat(page.locator(".library-row", new Page.LocatorOptions().setHasText("tickets__search")))
                .containsText("suspended");
        go("/tools/tickets__search");
        Locator pin = page.locator("tool-pin");
        assertThat(pin).containsText("Finds tickets. <img src=x");
        assertThat(pin).containsText("Finds tickets, and <img src=x");
        assertUntouched();
        button("Accept…").click();
        confirm("Accept this definition");
        assertThat(page.locator(".definition-head .tag")).hasText("in use");
        assertThat(pin).hasCount(0);

        button("Switch off…").click();
        confirm("Switch off");
        assertThat(page.locator(".definition-head .tag")).hasText("switched off");
        assertThat(api.get("/api/v1/toolbox/tickets__search").text("status")).isEqualTo("inactive");
        button("Switch on…").click();
        confirm("Accept this definition");
        assertThat(page.locator(".definition-head .tag")).hasText("in use");
    }

    /** In documents, agents, tools and what their servers log. */
    @Test
    void hostile_content_stays_text() {
        List<String> said = new ArrayList<>();
        Page own = browser.person().newPage();
        own.onConsoleMessage(message -> said.add(message.text()));
        own.onDialog(dialog -> said.add(dialog.message()));
        own.navigate(api.writ.loginLink());
        own.locator("home-page .gauge").first().waitFor();
        ObjectNode hostile = Json.object().put("name", "hostile " + MARKUP);
        hostile.putObject("content")
                .put("summary", MARKUP + TURNED)
                .put("text", MARKUP + "\n" + TURNED + "\n[click](javascript:window.taken=5)")
                .put("link", "javascript:window.taken = 6")
                .putArray("keywords")
                .add(MARKUP);
        assertThat(api.post("/api/v1/documents", Json.write(hostile)).status()).isEqualTo(201);
        ObjectNode agent = Json.object().put("name", "hostile");
        agent.putObject("content")
                .put("purpose", MARKUP)
                .put("instruction", MARKUP + TURNED)
                .put("tier", MARKUP)
                .putArray("documents")
                .add("hostile " + MARKUP)
                .add("../../tasks");
        assertThat(api.post("/api/v1/agents", Json.write(agent)).status()).isEqualTo(201);
        for (String path : List.of("/documents", "/agents", "/tools", "/settings?server=tickets", "/agents/hostile")) {
            own.navigate(api.writ.url() + path);
            own.locator("main [data-row], main .part").first().waitFor();
            assertUntouched(own);
        }
        assertThat(own.locator("definition-page")).containsText("<img src=x");
        assertThat(own.locator("definition-page")).containsText("\\u202e");
        own.locator("definition-page a", new Page.LocatorOptions().setHasText("hostile <img"))
                .last()
                .click();
        assertThat(own.locator("definition-page h1")).containsText("hostile <img src=x");
        assertThat(own.locator("definition-page")).containsText("[click](javascript:");
        for (String view : List.of("versions", "json", "edit")) {
            own.navigate(own.url().replaceAll("\\?.*", "") + "?view=" + view);
            own.locator("definition-page .card").first().waitFor();
            assertUntouched(own);
        }
        assertThat(said).isEmpty();
    }

    private static void assertUntouched() {
        assertUntouched(page);
    }

    private static void assertUntouched(Page page) {
        assertThat(page.evaluate("() => window.taken === undefined")).isEqualTo(true);
        assertThat(page.locator("img, iframe, a[href^='javascript:'], main script")
                        .count())
                .isZero();
    }

    @Test
    void commands_are_copied_without_a_token_and_lists_taken_out_as_files() throws IOException {
        ObjectNode body = Json.object().put("name", "=cmd()" + made);
        body.putObject("content").put("summary", "@SUM(A1), \"quoted\"").put("text", "-1\r\n+1");
        assertThat(api.post("/api/v1/documents", Json.write(body)).status()).isEqualTo(201);
        BrowserContext context = page.context();
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        go("/documents?q=cmd()" + made);
        assertThat(page.locator(".library-row")).hasCount(1);
        button("curl").click();
        page.locator(".note").first().waitFor();
        assertThat(page.evaluate("() => navigator.clipboard.readText()").toString())
                .isEqualTo("curl -sS -H \"Authorization: Bearer $TOKEN\" \"$URL/api/v1/documents?q=cmd%28%29" + made
                        + "\"");
        Download csv = page.waitForDownload(() -> button("CSV").click());
        assertThat(csv.suggestedFilename()).isEqualTo("writ-documents.csv");
        String text = Files.readString(csv.path());
        assertThat(text).contains("\"'=cmd()" + made + "\"", "\"'@SUM(A1), \"\"quoted\"\"\"");
        assertThat(text.split("\r\n")).hasSize(2);
        Download json = page.waitForDownload(() -> button("JSON").click());
        assertThat(Json.parse(Files.readString(json.path())).get(0).path("name").asString())
                .isEqualTo("=cmd()" + made);
        page.locator(".library-row").click();
        assertThat(page.locator("definition-page h1")).hasText("=cmd()" + made);
        button("CLI").click();
        page.waitForFunction(
                "command => navigator.clipboard.readText().then(text => text === command)",
                "writ documents get '=cmd()" + made + "'");
        for (String path : List.of("/tasks", "/approvals", "/grants", "/settings", "/documents/" + name)) {
            go(path);
            page.locator("copy-as button").first().waitFor();
            assertThat(page.content()).doesNotContain(api.writ.token());
        }
    }

    @Test
    void a_token_is_made_shown_once_and_revoked() {
        go("/settings?new=token");
        page.locator("#purpose").fill("sum up the notes");
        button("Make the token").click();
        String secret = page.locator(".secret-text").innerText();
        assertThat(secret).isNotBlank();
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        button("Copy the secret").click();
        assertThat(button("Copied")).isVisible();
        assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(secret);
        assertThat(page.locator(".token-row .tag").first()).hasText("live");
        page.reload();
        page.locator(".token-row").first().waitFor();
        assertThat(page.content()).doesNotContain(secret);
        page.locator(".token-row").first().getByText("Revoke…").click();
        confirm("Revoke");
        assertThat(page.locator(".token-row .tag").first()).hasText("revoked");
    }

    @Test
    void a_server_is_stopped_and_started_and_its_log_can_be_read() {
        go("/settings?server=tickets");
        assertThat(page.locator("server-details .log")).containsText("ready");
        page.locator("server-details").getByText("Stop…").click();
        confirm("Stop");
        assertThat(page.locator("[aria-expanded='true'] .tag")).hasText("stopped");
        page.locator("server-details").getByText("Start…").click();
        confirm("Start");
        assertThat(page.locator("[aria-expanded='true'] .tag")).hasText("ready");
    }

    @Test
    void every_step_of_all_tasks_is_held_and_no_longer() {
        go("/settings");
        Locator card = page.locator("section[aria-labelledby=steps]");
        card.getByText("Switch on…").click();
        confirm("Switch on");
        assertThat(card.locator(".tag")).hasText("on");
        assertThat(api.get("/api/v1/system").body().path("step_mode").asBoolean(false))
                .isTrue();
        card.getByText("Switch off…").click();
        confirm("Switch off");
        assertThat(card.locator(".tag")).hasText("off");
    }

    @Test
    void a_browser_is_logged_out() {
        Page own = browser.loggedIn(api);
        own.navigate(api.writ.url() + "/settings");
        own.getByText("Log out…").click();
        own.locator("confirm-sheet dialog button.bad").click();
        assertThat(own.locator("log-in-gate")).isVisible();
        own.navigate(api.writ.url() + "/documents");
        assertThat(own.locator("log-in-gate")).isVisible();
    }

    @Test
    void what_is_not_there_says_so_and_can_be_tried_again() {
        go("/documents/no-such-rules");
        assertThat(page.locator(".problem")).containsText("no-such-rules");
        ObjectNode body = Json.object().put("name", "no-such-rules");
        body.putObject("content").put("text", "There it is.");
        api.post("/api/v1/documents", Json.write(body));
        // The stream may have brought it in already.
        if (button("Try again").count() > 0) {
            button("Try again").click();
        }
        assertThat(page.locator("definition-page")).containsText("There it is.");
    }
}
