package dev.writ.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.writ.Json;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.compliance.ReportKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The log as a person reads it, in a real browser. */
class ControlRoomEventsTest {
    private static final int MANY = 10_000;
    private static final double LONGEST_TASK_MILLIS = 200;
    private static final int ROUNDS = 2;
    private static final long MOST_HEAP_BYTES = 20L * 1024 * 1024;

    @TempDir
    static Path folder;

    private static final TestingModel MODEL = new TestingModel();
    private static TestingBrowser browser;
    private static TestingApi api;
    private static EventLog events;

    @BeforeAll
    static void start() {
        browser = TestingBrowser.start();
        api = TestingApi.start(folder, MODEL);
        events = api.writ
                .core()
                .parts(Json::object, Json::object, List::of, () -> ReportKey.open(folder.resolve("report-key")))
                .events();
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

    private static void append(List<NewEvent> all) {
        api.writ.core().database().writeOnly(transaction -> all.forEach(event -> events.append(transaction, event)));
    }

    private static NewEvent call(String type, String task, int number) {
        return NewEvent.of(type, "tool_call", "call_" + task + "_" + number)
                .in("tree_" + task, task)
                .by("agent:worker")
                .ended(type.substring("tool.".length()), Duration.ofMillis(number))
                .with("tool", "file_edit")
                .with("operation", "write_file")
                .with("number", number);
    }

    private static List<NewEvent> calls(String task, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> call("tool.succeeded", task, number))
                .toList();
    }

    private static Page at(String path) {
        Page page = browser.loggedIn(api);
        page.navigate(api.writ.url() + path);
        return page;
    }

    private static Locator rows(Page page) {
        return page.locator(".event-row");
    }

    @Test
    void what_is_shown_is_in_the_address_and_comes_live() {
        append(calls("filtered", 3));
        append(List.of(call("tool.denied", "filtered", 4).with("sentence", "That path is outside.")));
        Page page = at("/events?task=filtered");
        assertThat(rows(page)).hasCount(4);
        assertThat(rows(page).first()).containsText("That path is outside.");

        page.getByLabel("Type", new Page.GetByLabelOptions().setExact(true)).fill("tool.denied");
        page.keyboard().press("Enter");
        assertThat(rows(page)).hasCount(1);
        assertThat(page).hasURL(Pattern.compile("task=filtered&type=tool.denied"));
        page.reload();
        assertThat(rows(page)).hasCount(1);

        append(List.of(call("tool.succeeded", "filtered", 5), call("tool.denied", "filtered", 6)));
        assertThat(rows(page)).hasCount(2);
        page.getByLabel("Period").selectOption("hour");
        assertThat(page).hasURL(Pattern.compile("period=hour"));
        assertThat(rows(page)).hasCount(2);
        page.getByText("Clear").click();
        assertThat(page).hasURL(api.writ.url() + "/events");
        assertThat(rows(page).nth(5)).isVisible();

        page.navigate(api.writ.url() + "/events?kind=tool_call&entity=call_filtered_2");
        assertThat(rows(page)).hasCount(1);
        page.navigate(api.writ.url() + "/events?entity=nothing_like_it");
        assertThat(page.locator(".empty")).containsText("No event fits");
    }

    @Test
    void an_event_opens_beside_the_log_and_has_an_address_of_its_own() {
        append(calls("opened", 3));
        Page page = at("/events?task=opened");
        rows(page).nth(1).click();
        Locator detail = page.locator("event-detail");
        assertThat(detail).containsText("call_opened_2");
        assertThat(detail.locator("pre")).containsText("\"number\": 2");
        assertThat(page).hasURL(Pattern.compile("/events/\\d+\\?task=opened"));
        assertThat(rows(page)).hasCount(3);
        assertThat(rows(page).nth(1)).isFocused();

        page.keyboard().press("]");
        assertThat(detail).containsText("call_opened_3");
        page.keyboard().press("Escape");
        assertThat(detail).hasCount(0);
        page.keyboard().press("k");
        page.keyboard().press("Enter");
        assertThat(detail).containsText("call_opened_3");
        page.reload();
        assertThat(detail).containsText("call_opened_3");
        page.goBack();
        assertThat(page).hasURL(api.writ.url() + "/events?task=opened");

        page.navigate(api.writ.url() + "/events/99999999");
        assertThat(detail).containsText("There is no event 99999999.");
    }

    @Test
    void what_is_found_is_taken_out_with_all_of_its_data() throws IOException {
        append(calls("taken", 3));
        Page page = at("/events?task=taken");
        assertThat(rows(page)).hasCount(3);
        Download file = page.waitForDownload(() -> page.getByText("JSON").click());
        assertThat(file.suggestedFilename()).isEqualTo("writ-events.json");
        JsonNode taken = Json.parse(Files.readString(file.path()));
        assertThat(taken).hasSize(3);
        assertThat(taken.get(0).path("data").path("number").asInt()).isEqualTo(3);
    }

    @Test
    void it_can_be_read_in_peace() {
        append(calls("peace", 60));
        Page page = at("/events?task=peace");
        assertThat(rows(page).first()).containsText("file_edit.write_file");
        page.keyboard().press("p");
        append(calls("peace", 5));
        Locator pill = page.locator(".pill");
        assertThat(pill).hasText("5 new events");
        String first = rows(page).first().getAttribute("href");
        pill.click();
        assertThat(rows(page).first()).not().hasAttribute("href", first);
        assertThat(pill).hasCount(0);
        page.locator(".pause").click();

        page.mouse().wheel(0, 600);
        page.waitForFunction("() => scrollY > 300");
        append(calls("peace", 2));
        assertThat(pill).hasText("2 new events");
        Object place = page.evaluate("() => scrollY");
        assertThat(page.evaluate("() => scrollY")).isEqualTo(place);
        page.evaluate("() => scrollTo(0, 0)");
        assertThat(pill).hasCount(0);
    }

    @Test
    void older_ones_come_as_one_scrolls_and_few_rows_are_in_the_page() {
        append(calls("long", 700));
        Page page = at("/events?task=long");
        assertThat(rows(page).first()).isVisible();
        for (int times = 0; times < 200 && page.getByText("and no older ones").count() == 0; times++) {
            page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
            page.waitForTimeout(50);
        }
        assertThat(page.getByText("700 events, and no older ones.")).isVisible();
        page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
        List<Long> oldest = seqs("long");
        assertThat(page.locator(".event-row[href^='/events/" + oldest.getFirst() + "?']"))
                .isVisible();
        assertThat(rows(page).count()).isBetween(10, 80);
    }

    private static List<Long> seqs(String task) {
        return events.find(EventFilter.all().ofTask(task)).stream()
                .map(dev.writ.event.Event::seq)
                .toList();
    }

    @Test
    void what_others_wrote_stays_text() {
        String markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";
        String turned = "safe\u202Etxt.exe\u202C\u200B";
        append(List.of(NewEvent.of("tool.failed" + turned, "tool_call", markup)
                .in("", "hostile")
                .by("agent:" + markup)
                .ended("failed" + markup, Duration.ZERO)
                .with("message", markup + turned)
                .with("long", "x".repeat(200_000))
                .with("number" + markup, Json.object().put("nested", markup).toString())));
        Page page = at("/events?task=hostile");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("\\u202etxt.exe");
        rows(page).click();
        Locator detail = page.locator("event-detail");
        assertThat(detail).containsText("<img src=x onerror=");
        assertThat(detail).containsText("safe\\u202etxt.exe\\u202c\\u200b");
        assertThat(page.locator("main img, main script")).hasCount(0);
        assertThat(detail.innerText()).doesNotContain("\u202E", "\u200B");
        assertThat(page.title()).doesNotContain("taken");
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
    }

    @Test
    void ten_thousand_events_leave_it_quick_and_light() {
        Page page = at("/events");
        assertThat(page.locator(".live")).hasText("live");
        assertThat(rows(page).first()).isVisible();
        CDPSession inside = page.context().newCDPSession(page);
        observeLongTasks(page);
        double quickest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS && quickest >= LONGEST_TASK_MILLIS; round++) {
            quickest = Math.min(quickest, longestTaskOf(page, inside, round));
        }
        // Told, not asserted: it is the time of the whole machine, on which the server and this test run, too.
        System.out.printf(
                "The longest task of the page while %,d events came: %.0f ms (aim: below %.0f).%n",
                MANY, quickest, LONGEST_TASK_MILLIS);
    }

    @Test
    void ten_thousand_calls_of_one_request_leave_its_page_quick_and_light() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        MODEL.worker(
                TestingModel.calls("need_more_tools", """
                        {"request": "read", "justification": "the user asked for it", "tools": ["file_system_listing"],
                         "scope": {"file_system_listing": {"read": ["notes.txt"], "write": []}}, "duration": "30m"}"""),
                TestingModel.calls("message_user__ask_user", "{\"question\": \"Go on?\"}"));
        String task = api.post(
                        "/api/v1/tasks",
                        Json.object()
                                .put("request", "read the notes")
                                .put("process", "single_agent")
                                .put("agent", "worker")
                                .put("workspace", workspace.toString())
                                .toString())
                .text("id");
        api.until(
                "/api/v1/inbox?state=asked&tree=" + task,
                answer -> !answer.body().isEmpty());
        String grant = api.get("/api/v1/grants?state=live&tree=" + task)
                .body()
                .get(0)
                .path("id")
                .asString();
        Page page = at("/tasks/" + task);
        assertThat(page.locator("grant-lanes .lane")).hasCount(1);
        observeLongTasks(page);
        page.evaluate("() => { window.longest = 0; window.since = performance.now(); }");
        for (int number = 0; number < MANY; number += 100) {
            append(callsUnder(task, grant, number, 100));
        }
        assertThat(page.locator("task-page")).containsText("10,002 calls");
        System.out.printf(
                "The longest task of a request's page while %,d calls came: %.0f ms (aim: below %.0f).%n",
                MANY, ((Number) page.evaluate("() => window.longest")).doubleValue(), LONGEST_TASK_MILLIS);
        assertThat(page.locator("grant-lanes rect").count()).isLessThan(500);
        assertThat(page.locator("task-tree .call").count()).isLessThan(50);
    }

    private static List<NewEvent> callsUnder(String task, String grant, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> NewEvent.of("tool.succeeded", "tool_call", task + ".x" + number)
                        .in(task, task)
                        .by("agent:worker")
                        .ended("succeeded", Duration.ofMillis(number % 50))
                        .with("tool", "file_system_listing")
                        .with("operation", "read_file")
                        .with("assignment", grant))
                .toList();
    }

    private static void observeLongTasks(Page page) {
        page.evaluate("""
                () => new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => {
                  window.longest = Math.max(window.longest, startTime < window.since ? 0 : duration);
                })).observe({ type: 'longtask' })""");
    }

    /** What is shown is right in every round; only the time may need a second one, where the machine is busy. */
    private static double longestTaskOf(Page page, CDPSession inside, int round) {
        long before = heap(inside);
        page.evaluate("() => { window.longest = 0; window.since = performance.now(); }");
        for (int number = 0; number < MANY; number += 100) {
            append(calls("many_" + round + "_" + number, 100));
        }
        long last = events.lastSeq();
        assertThat(rows(page).first()).hasAttribute("href", "/events/" + last);
        double longest = ((Number) page.evaluate("() => window.longest")).doubleValue();
        assertThat(heap(inside) - before).isLessThan(MOST_HEAP_BYTES);
        assertThat(rows(page).count()).isBetween(10, 80);
        Object shown = rows(page).evaluateAll("rows => rows.map(row => row.getAttribute('href'))");
        assertThat((List<?>) shown)
                .as("without a gap")
                .isEqualTo(LongStream.range(0, rows(page).count())
                        .mapToObj(at -> "/events/" + (last - at))
                        .toList());
        return longest;
    }

    /** What is in use once what is not has been thrown away. */
    private static long heap(CDPSession inside) {
        inside.send("HeapProfiler.collectGarbage");
        JsonObject usage = inside.send("Runtime.getHeapUsage");
        return usage.get("usedSize").getAsLong();
    }
}
