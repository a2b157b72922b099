package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysingTest {
    @TempDir
    Path folder;

    private TestingWorld world;
    private final Map<String, String> rows = new HashMap<>(Map.of(
            "writ:tool_usage", """
                    [{"tool":"core","operation":"end_task","calls":90,"succeeded":90,"failed":0,"denied":0,"success_rate":1.0},
                     {"tool":"file_edit","operation":"edit_file","calls":40,"succeeded":40,"failed":0,"denied":0,"success_rate":1.0},
                     {"tool":"terminal","operation":"execute_command","calls":20,"succeeded":11,"failed":7,"denied":2,"success_rate":0.55}]""",
            "writ:task_outcomes",
                    "[{\"agent\":\"worker\",\"state\":\"completed\",\"tasks\":9,\"average_seconds\":1.5},{\"agent\":\"worker\",\"state\":\"failed\",\"tasks\":3,\"average_seconds\":2.0}]",
            "writ:error_signatures",
                    "[{\"signature\":\"The file … does not exist.\",\"occurrences\":5,\"first_at\":\"2026-11-01T00:00:00Z\",\"last_at\":\"2026-11-02T00:00:00Z\"}]",
            "writ:tool_durations",
                    "[{\"tool\":\"terminal\",\"operation\":\"execute_command\",\"calls\":18,\"p50_ms\":120.5,\"p95_ms\":2400.0,\"max_ms\":9000.0}]",
            "writ:denied_calls",
                    "[{\"tool\":\"terminal\",\"operation\":\"execute_command\",\"rule\":\"scope\",\"calls\":2}]",
            "writ:grants_overview",
                    "[{\"tool\":\"github\",\"grants\":8,\"used\":2,\"unused\":6,\"average_uses\":0.5,\"live\":1}]",
            "writ:recent_failures", "[]",
            "shop:orders_by_day", "[{\"day\":\"2026-01-01\",\"orders\":3},{\"day\":\"2026-01-02\",\"orders\":8}]",
            "shop:order_by_id", "[]"));

    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder, new TestingQueries(rows));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Analyse how this system performed and what failed",
                "analyze the performance of the system",
                "Do a performance analysis and give recommendations.",
                "How did this system perform so far? What failed?",
                "From your own database, report how the tools performed and what failed",
                "Give me insights into the performance of this system",
                "performance report please",
                "How is Writ doing?",
                "Please analyse your own performance using your database"
            })
    void givesInsightsWhoseNumbersAreThoseOfTheRows(String request) {
        Ended ended = world.run("investigator_agent", request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result())
                .contains("There were 150 tool calls: 141 succeeded, 7 failed, 2 were denied.")
                .contains("terminal.execute_command failed most: 7 of 20 calls (35 %)")
                .contains("3 of 12 tasks failed (25 %)")
                .contains("median 120.50 ms, 95th percentile 2400 ms")
                .contains("occurred 5 times")
                .contains("6 of 8 grants went unused");
        assertThat(ended.places()).contains("writ:tool_usage", "writ:error_signatures", "writ:denied_calls");
        assertThat(ended.data().path("recommendations").toString())
                .contains("35 % of its 20 calls fail")
                .contains("came back 5 times");
    }

    @Test
    void asksForTheNamedQueriesItNeedsAlone() {
        world.run("investigator_agent", "Which calls were denied?");
        assertThat(world.asked("sql_lite").toString()).isEqualTo("[{\"queries\":[\"writ:denied_calls\"]}]");
        assertThat(world.denied()).isZero();
    }

    @Test
    void theWorkerCanDoItToo() {
        assertThat(world.ask("What failed?").result()).contains("terminal.execute_command failed most");
    }

    @Test
    void anEmptyRecordIsAnAnswer() {
        rows.replaceAll((query, ignored) -> "[]");
        Ended ended = world.ask("analyse how this system performed");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("nothing for these questions yet");
        assertThat(ended.findings()).isEmpty();
    }

    @Test
    void aWindowOfTimeIsPassedOn() {
        world.ask("What failed in the last 24 hours?");
        assertThat(world.called("sql_lite__execute_query").getFirst()).contains("\"since\":\"24h\"");
    }

    @Test
    void aRefusalIsSaid() {
        Ended ended =
                world.refuse("sql_lite", "Nobody approved it in time.").ask("analyse the performance of this system");
        assertThat(ended.code()).isEqualTo("approval_expired");
    }

    @Test
    void aStoreThatIsLockedIsSaid() {
        Ended ended = world.fail(
                        "sql_lite__execute_query",
                        new WritException(FailureCode.STORE_LOCKED, "The store is locked.", "Wait."))
                .ask("analyse the performance of this system");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.code()).isEqualTo("store_locked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Analyse the database shop",
                "describe the shop database",
                "give me an overview of the database `shop`",
                "what is in the database shop?",
                "summarise the shop database",
                "Explore the database 'shop'",
                "tell me about the shop database",
                "inspect the database shop"
            })
    void showsADatabaseItHasNeverSeen(String request) {
        Ended ended = world.ask(request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result())
                .contains("orders_by_day: 2 rows (orders from 3 to 8)")
                .contains("2026-01-02 | 8")
                .contains("order_by_id");
        assertThat(world.asked("sql_lite").toString()).isEqualTo("[{\"queries\":[\"shop:*\"]}]");
    }

    @Test
    void runsOneNamedQueryWithItsParameters() {
        world.ask("run the query order_by_id on shop with id=7");
        assertThat(world.called("sql_lite__execute_query").getFirst()).contains("\"parameters\":{\"id\":7}");
        assertThat(world.asked("sql_lite").toString()).isEqualTo("[{\"queries\":[\"shop:order_by_id\"]}]");
    }

    @Test
    void anUnknownQueryIsSaidWithTheNearest() {
        Ended ended = world.ask("run the query orders_by_dy on shop");
        assertThat(ended.code()).isEqualTo("not_found");
        assertThat(ended.result()).contains("Did you mean orders_by_day?");
    }

    @Test
    void theInvestigatorWorksFromItsInputAlone() {
        Ended ended = world.role("investigator_agent", Json.object().put("request", "analyse performance"));
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result())
                .contains("150 tool calls", "The most used operation is file_edit.edit_file with 40 calls");
    }
}
