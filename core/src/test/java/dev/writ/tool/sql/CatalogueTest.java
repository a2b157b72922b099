package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.writ.Json;
import dev.writ.event.NewEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The named queries over Writ's own database give numbers that match its rows. */
class CatalogueTest {
    @TempDir
    Path folder;

    private TestingRecords records;
    private TestingSql sql;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        records.tree("tree_1");
        sql = new TestingSql(SqlDatabases.writ(records.file()));
    }

    @AfterEach
    void close() {
        records.close();
    }

    /** Rows as canonical JSON, one text each. */
    private List<String> rows(String query, String parameters) {
        return StreamSupport.stream(sql.query(query, parameters).path("rows").spliterator(), false)
                .map(Json::write)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task_outcomes       | agent state tasks average_seconds",
                "slowest_tasks       | task agent title state seconds",
                "tool_usage          | tool operation calls succeeded failed denied success_rate",
                "tool_durations      | tool operation calls p50_ms p95_ms max_ms",
                "recent_failures     | at task agent tool operation code message",
                "error_signatures    | signature occurrences first_at last_at",
                "denied_calls        | tool operation rule calls",
                "grants_overview     | tool grants used unused average_uses live",
                "unused_grants       | assignment task agent tool state granted_at expires_at approved_by reason",
                "approvals_overview  | state approvals average_wait_seconds",
                "model_usage         | model agent calls input_tokens output_tokens cost_micros average_ms",
                "agent_effectiveness | agent tasks completed failed success_rate average_turns average_seconds",
                "event_rates         | type events",
                "process_durations   | process runs average_seconds max_seconds",
                "slow_commands       | task command calls average_ms max_ms"
            })
    void promisedQueriesHaveThePromisedColumns(String query, String columns) {
        assertThat(sql.query(query, "{}").path("columns").valueStream().map(JsonNode::asString))
                .containsExactly(columns.split(" "));
    }

    @ParameterizedTest
    @EnumSource(SqlKind.class)
    void everyQueryIsDescribedAndEveryParameterExplained(SqlKind kind) {
        assertThat(Catalogue.queries(kind)).hasSizeGreaterThanOrEqualTo(20).allSatisfy(query -> {
            assertThat(query.description()).endsWith(".");
            assertThat(query.parameters())
                    .allSatisfy(parameter -> assertThat(parameter.description()).endsWith("."));
        });
    }

    @Test
    void everyQueryRunsOnAnEmptyDatabase() {
        for (SqlQuery query : Catalogue.queries(SqlKind.SQLITE)) {
            String required = query.parameters().stream()
                    .filter(SqlParameter::required)
                    .map(parameter -> "\"" + parameter.name() + "\": \"none\"")
                    .reduce("", (a, b) -> a.isEmpty() ? b : a + ", " + b);
            String parameters = "{" + required + "}";
            assertThat(sql.query(query.name(), parameters).path("truncated").booleanValue())
                    .as(query.name())
                    .isFalse();
        }
    }

    @Test
    void tasksAreCountedByAgentAndState() {
        records.task("t1", "worker", "neutral", "completed", 0, 10, 3);
        records.task("t2", "worker", "neutral", "completed", 0, 21, 4);
        records.task("t3", "worker", "neutral", "failed", 0, 1, 1);
        records.task("t4", "planning_agent", "plan", "agent_responding", 5, -1, 1);
        assertThat(rows("task_outcomes", "{}"))
                .containsExactly(
                        "{\"agent\":\"planning_agent\",\"state\":\"agent_responding\",\"tasks\":1,\"average_seconds\":0.0}",
                        "{\"agent\":\"worker\",\"state\":\"completed\",\"tasks\":2,\"average_seconds\":15.5}",
                        "{\"agent\":\"worker\",\"state\":\"failed\",\"tasks\":1,\"average_seconds\":1.0}");
        assertThat(rows("agent_effectiveness", "{\"agent\": \"worker\"}"))
                .containsExactly(
                        "{\"agent\":\"worker\",\"tasks\":3,\"completed\":2,\"failed\":1,\"success_rate\":0.6667,"
                                + "\"average_turns\":2.67,\"average_seconds\":10.667}");
        assertThat(rows("slowest_tasks", "{\"limit\": 1}"))
                .containsExactly(
                        "{\"task\":\"t2\",\"agent\":\"worker\",\"title\":\"title of t2\",\"state\":\"completed\","
                                + "\"seconds\":21.0}");
        assertThat(rows("process_durations", "{}"))
                .containsExactly(
                        "{\"process\":\"neutral\",\"runs\":3,\"average_seconds\":10.667,\"max_seconds\":21.0}");
        assertThat(rows("task_outcomes", "{\"since\": \"2026-11-02T08:00:03Z\"}"))
                .hasSize(1);
    }

    @Test
    void percentilesAreNearestRanks() {
        Random random = new Random(3);
        for (int size : List.of(1, 2, 19, 20, 21, 100)) {
            String operation = "tool" + size + ".run";
            List<Long> durations = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long millis = random.nextInt(1_000);
                durations.add(millis);
                records.call("t1", "worker", operation, i % 3 == 0 ? "failed" : "succeeded", i, millis, "");
            }
            records.call("t1", "worker", operation, "denied", 0, 5_000, "");
            JsonNode row = sql.query("tool_durations", "{\"tool\": \"tool" + size + "\"}")
                    .at("/rows/0");
            durations.sort(null);
            assertThat(row.path("calls").intValue()).isEqualTo(size);
            assertThat(row.path("p50_ms").asDouble()).isEqualTo(1.0 * durations.get((int) Math.ceil(size * 0.5) - 1));
            assertThat(row.path("p95_ms").asDouble()).isEqualTo(1.0 * durations.get((int) Math.ceil(size * 0.95) - 1));
            assertThat(row.path("max_ms").asDouble())
                    .isEqualTo(durations.getLast().doubleValue());
        }
    }

    @Test
    void callsAreCountedByOutcome() {
        records.call("t1", "worker", "terminal.execute_command", "succeeded", 0, 10, "");
        records.call("t1", "worker", "terminal.execute_command", "failed", 1, 10, "it broke");
        records.call("t1", "other", "terminal.execute_command", "denied", 2, 0, "");
        assertThat(rows("tool_usage", "{}"))
                .containsExactly("{\"tool\":\"terminal\",\"operation\":\"execute_command\",\"calls\":3,\"succeeded\":1,"
                        + "\"failed\":1,\"denied\":1,\"success_rate\":0.3333}");
        assertThat(rows("denied_calls", "{}"))
                .containsExactly(
                        "{\"tool\":\"terminal\",\"operation\":\"execute_command\",\"rule\":\"not_assigned\",\"calls\":1}");
        assertThat(rows("denied_calls", "{\"agent\": \"worker\"}")).isEmpty();
    }

    @Test
    void failuresAreListedNewestFirstAndGroupedBySignature() {
        records.task("t1", "worker", "neutral", "failed", 0, 9, 1);
        records.database()
                .writeOnly(
                        transaction -> transaction
                                .handle()
                                .execute(
                                        "UPDATE tasks SET failure = '{\"code\":\"timed_out\",\"message\":\"No answer in 30 s.\"}'"));
        records.call("t1", "worker", "file_edit.write_file", "failed", 1, 0, "Cannot write 'a.txt' at /work/a/b.");
        records.call("t1", "worker", "file_edit.write_file", "failed", 5, 0, "Cannot write 'b.txt' at /tmp/x.");
        assertThat(rows("recent_failures", "{\"limit\": 2}"))
                .containsExactly(
                        "{\"at\":\"2026-11-02T08:00:09Z\",\"task\":\"t1\",\"agent\":\"worker\",\"tool\":\"\",\"operation\":\"\","
                                + "\"code\":\"timed_out\",\"message\":\"No answer in 30 s.\"}",
                        "{\"at\":\"2026-11-02T08:00:05Z\",\"task\":\"t1\",\"agent\":\"worker\",\"tool\":\"file_edit\","
                                + "\"operation\":\"write_file\",\"code\":\"operation_failed\","
                                + "\"message\":\"Cannot write 'b.txt' at /tmp/x.\"}");
        assertThat(rows("error_signatures", "{}"))
                .containsExactly(
                        "{\"signature\":\"Cannot write <text> at <path>\",\"occurrences\":2,"
                                + "\"first_at\":\"2026-11-02T08:00:01Z\",\"last_at\":\"2026-11-02T08:00:05Z\"}",
                        "{\"signature\":\"No answer in <n> s.\",\"occurrences\":1,"
                                + "\"first_at\":\"2026-11-02T08:00:09Z\",\"last_at\":\"2026-11-02T08:00:09Z\"}");
    }

    @Test
    void failuresThatAreNoJsonAreShownAsTheyAre() {
        records.call("t1", "worker", "x.y", "failed", 1, 0, "z");
        records.database()
                .writeOnly(transaction ->
                        transaction.handle().execute("UPDATE tool_usage_events SET failure = 'plain words'"));
        assertThat(sql.query("recent_failures", "{}").at("/rows/0/message").asString())
                .isEqualTo("plain words");
    }

    @Test
    void grantsAreCountedByUse() {
        records.task("t1", "worker", "neutral", "completed", 0, 9, 1);
        records.grant("t1", "worker", "terminal", "task_ended", 0, 3);
        records.grant("t1", "worker", "terminal", "live", 5, 0);
        String unused = records.grant("t1", "worker", "file_edit", "expired", 1, 0);
        assertThat(rows("grants_overview", "{}"))
                .containsExactly(
                        "{\"tool\":\"terminal\",\"grants\":2,\"used\":1,\"unused\":1,\"average_uses\":1.5,\"live\":1}",
                        "{\"tool\":\"file_edit\",\"grants\":1,\"used\":0,\"unused\":1,\"average_uses\":0.0,\"live\":0}");
        assertThat(sql.query("unused_grants", "{\"tool\": \"file_edit\"}")
                        .at("/rows/0/assignment")
                        .asString())
                .isEqualTo(unused);
        assertThat(sql.query("live_grants", "{}").at("/rows/0/expires_at").asString())
                .isEqualTo("2026-11-02T09:00:05Z");
    }

    @Test
    void modelCallsAddUpByModelAndAgent() {
        for (int i = 1; i <= 3; i++) {
            records.event(NewEvent.of("model.called", "model_call", "m" + i)
                    .ended("succeeded", Duration.ofMillis(i * 100L))
                    .with("model", "small")
                    .with("agent", "worker")
                    .with("input_tokens", 100L * i)
                    .with("output_tokens", 10L * i)
                    .with("cost_micros", i));
        }
        records.event(NewEvent.of("model.called", "model_call", "m4").with("model", "large"));
        assertThat(rows("model_usage", "{}"))
                .containsExactly(
                        "{\"model\":\"small\",\"agent\":\"worker\",\"calls\":3,\"input_tokens\":600,\"output_tokens\":60,"
                                + "\"cost_micros\":6,\"average_ms\":200.0}",
                        "{\"model\":\"large\",\"agent\":\"\",\"calls\":1,\"input_tokens\":0,\"output_tokens\":0,"
                                + "\"cost_micros\":0,\"average_ms\":0.0}");
        assertThat(rows("event_rates", "{}")).containsExactly("{\"type\":\"model.called\",\"events\":4}");
    }

    @Test
    void commandsAreNamedByTheirArguments() {
        String argv = "{\"argv\":[\"python3\",\"app.py\",\"--all\"],\"cwd\":\".\"}";
        records.call("t1", "worker", "terminal.execute_command", "succeeded", 0, 100, "", argv);
        records.call("t1", "worker", "terminal.execute_command", "failed", 1, 300, "x", argv);
        records.call("t1", "worker", "terminal.execute_command", "succeeded", 2, 10, "", "{\"argv\":[\"ls\"]}");
        records.call("t1", "worker", "terminal.check_command", "succeeded", 2, 900, "", "{\"argv\":[\"ls\"]}");
        assertThat(rows("slow_commands", "{}"))
                .containsExactly(
                        "{\"task\":\"t1\",\"command\":\"python3 app.py --all\",\"calls\":2,\"average_ms\":200.0,\"max_ms\":300.0}",
                        "{\"task\":\"t1\",\"command\":\"ls\",\"calls\":1,\"average_ms\":10.0,\"max_ms\":10.0}");
    }

    @Test
    void approvalsAreAveragedOverTheDecidedOnes() {
        records.task("t1", "worker", "neutral", "completed", 0, 9, 1);
        for (int i = 0; i < 4; i++) {
            Map<String, Object> row = new java.util.HashMap<>(Map.of(
                    "id",
                    "a" + i,
                    "task",
                    "t1",
                    "tree",
                    "tree_1",
                    "agent",
                    "worker",
                    "kind",
                    "grant",
                    "proposal",
                    "{}",
                    "reason",
                    "r",
                    "state",
                    i < 3 ? "approved" : "waiting",
                    "created_at",
                    TestingRecords.millis(0),
                    "expires_at",
                    TestingRecords.millis(600)));
            if (i < 3) {
                row.put("decided_at", TestingRecords.millis(10L * (i + 1)));
            }
            records.insert("approvals", row);
        }
        assertThat(sql.query("approvals_overview", "{}")
                        .path("rows")
                        .valueStream()
                        .toList())
                .satisfiesExactly(
                        approved -> {
                            assertThat(approved.path("approvals").intValue()).isEqualTo(3);
                            assertThat(approved.path("average_wait_seconds").asDouble())
                                    .isEqualTo(20, within(1e-9));
                        },
                        waiting -> assertThat(Json.write(waiting))
                                .isEqualTo("{\"state\":\"waiting\",\"approvals\":1,\"average_wait_seconds\":0}"));
    }
}
