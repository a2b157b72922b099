package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.TestingCalls;
import dev.writ.tool.TestingStops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** No query takes more time, or gives more, than the limits say. */
@Timeout(60)
class LimitsTest {
    private static final String FOREVER =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) AS c FROM n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aShop() {
        file = folder.resolve("shop.db");
        TestingSql.fill(
                file,
                "CREATE TABLE big (i INTEGER, t TEXT)",
                "INSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                        + " SELECT i, 'text of row ' || i FROM n");
    }

    private TestingSql sql(SqlLimits limits, String query) {
        return new TestingSql(limits, TestingSql.sqlite(file, query));
    }

    private static SqlLimits limits(Duration time, int rows, int cell, int result) {
        return new SqlLimits(time, rows, cell, result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FOREVER,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n ORDER BY i DESC",
                "SELECT COUNT(*) AS c FROM big a, big b, big c, big d",
                "SELECT COUNT(*) AS c FROM big a, big b, big c WHERE a.t || b.t || c.t LIKE '%a%b%c%d%e%f%'"
            })
    void aRunawayIsStoppedOnTime(String query) {
        long began = System.nanoTime();
        Failure failure = TestingSql.failure(
                () -> sql(limits(Duration.ofMillis(200), 10, 100, 1_000), query).query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failure.message()).contains("shop:q", "200 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT zeroblob(2000000000) AS b",
                "SELECT printf('%.*c', 2000000000, 'x') AS b",
                "SELECT replace(hex(zeroblob(2000000)), '00', 'xxxxxxxx') AS b",
                "SELECT group_concat(t || hex(zeroblob(100000))) AS b FROM big"
            })
    void aHugeValueIsRefusedBeforeItFillsTheMemory(String query) {
        Failure failure =
                TestingSql.failure(() -> sql(SqlLimits.standard(), query).query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.TOO_LARGE);
    }

    @Test
    void rowsBeyondTheLimitAreLeftOutAndSaidSo() {
        ObjectNode data =
                sql(SqlLimits.standard(), "SELECT i FROM big ORDER BY i").query("shop:q", "{}");
        assertThat(data.path("row_count").intValue()).isEqualTo(1_000);
        assertThat(data.path("rows").size()).isEqualTo(1_000);
        assertThat(data.path("truncated").booleanValue()).isTrue();
        ObjectNode all =
                sql(SqlLimits.standard(), "SELECT i FROM big WHERE i <= 1000").query("shop:q", "{}");
        assertThat(all.path("row_count").intValue()).isEqualTo(1_000);
        assertThat(all.path("truncated").booleanValue()).isFalse();
    }

    @Test
    void longValuesAreCutAndSaidSo() {
        ObjectNode data = sql(limits(Duration.ofSeconds(5), 10, 5, 1_000), "SELECT 'abc😀defgh' AS v, 'ab' AS w")
                .query("shop:q", "{}");
        assertThat(data.at("/rows/0/v").asString()).isEqualTo("abc😀… (5 more characters)");
        assertThat(data.at("/rows/0/w").asString()).isEqualTo("ab");
        assertThat(data.path("truncated").booleanValue()).isTrue();
        ObjectNode inside = sql(limits(Duration.ofSeconds(5), 10, 4, 1_000), "SELECT 'abc😀defgh' AS v")
                .query("shop:q", "{}");
        assertThat(inside.at("/rows/0/v").asString()).isEqualTo("abc… (7 more characters)");
    }

    @Test
    void theWholeResultHasALimit() {
        ObjectNode data = sql(limits(Duration.ofSeconds(5), 1_000, 100, 500), "SELECT t FROM big ORDER BY i")
                .query("shop:q", "{}");
        assertThat(data.path("truncated").booleanValue()).isTrue();
        assertThat(data.path("rows")
                        .valueStream()
                        .mapToInt(row -> row.path("t").asString().length())
                        .sum())
                .isBetween(400, 500);
    }

    @Test
    void aStoppedCallEndsAtOnce() throws Exception {
        TestingSql sql = sql(limits(Duration.ofMinutes(10), 10, 100, 1_000), FOREVER);
        PreparedCall prepared = TestingCalls.find(sql.server(), "sql_lite.execute_query")
                .prepare(Json.parseObject("{\"query\": \"shop:q\"}"), TestingCalls.context(Optional.empty()));
        AuthorizedCall call = TestingCalls.authorized(TestingCalls.context(Optional.empty()));
        CompletableFuture<Failure> ended = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> ended.complete(TestingSql.failure(() -> prepared.run(call))));
        while (!insideSqlite(thread)) {
            Thread.onSpinWait();
        }
        TestingStops.stop(call, "a person revoked the grant");
        assertThat(ended.get(30, TimeUnit.SECONDS).code()).isEqualTo(FailureCode.CANCELLED);
    }

    @Test
    void aCallStoppedBeforeItRunsDoesNotRun() throws Exception {
        TestingSql sql = sql(SqlLimits.standard(), "SELECT 1 AS a");
        PreparedCall prepared = TestingCalls.find(sql.server(), "sql_lite.execute_query")
                .prepare(Json.parseObject("{\"query\": \"shop:q\"}"), TestingCalls.context(Optional.empty()));
        AuthorizedCall call = TestingCalls.authorized(TestingCalls.context(Optional.empty()));
        TestingStops.stop(call, "the task was cancelled");
        assertThat(TestingSql.failure(() -> prepared.run(call)).code()).isEqualTo(FailureCode.CANCELLED);
    }

    private static boolean insideSqlite(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("step"));
    }
}
