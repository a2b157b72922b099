package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.TestingCalls;
import dev.writ.tool.TestingStops;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Declared PostgreSQL databases: what the server itself refuses, and how types come and go. */
@Timeout(120)
class PostgresSourceTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void aShop() throws Exception {
        postgres = EmbeddedPostgres.start();
        admin("CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(10,2),"
                + " at timestamptz, day date, paid boolean, tags text[], extra jsonb, raw bytea, ratio float8)");
        admin("INSERT INTO orders VALUES (1, 'ann', 10.50, '2026-11-01T10:00:00Z', '2026-11-01', true, '{a,b}',"
                + " '{\"k\": 1}', '\\x0102', 'NaN'), (2, 'bob', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0.5)");
        admin("CREATE SEQUENCE numbers");
        admin("CREATE FUNCTION write_it() RETURNS int LANGUAGE sql AS"
                + " $$ INSERT INTO orders (id, customer) VALUES (99, 'eve') RETURNING 1 $$");
        // May write as far as its rights go, so that what refuses is the transaction and nothing else.
        admin("CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
        admin("GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk");
        admin("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk");
        admin("CREATE ROLE reader_of_files LOGIN PASSWORD 'x' IN ROLE pg_read_server_files");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static void admin(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static TestingSql as(String user, SqlLimits limits, String sql, String... parameters) {
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
        String more = "  user: " + user + "\n  password_env: SHOP_PASSWORD\n";
        SqlDatabase shop = TestingSql.declare(TestingSql.one("postgresql", url, more, sql, parameters))
                .getFirst();
        return new TestingSql(Map.of("SHOP_PASSWORD", "clerk"), limits, shop);
    }

    private static TestingSql clerk(String sql, String... parameters) {
        return as("clerk", SqlLimits.standard(), sql, parameters);
    }

    private static Connection open() throws SQLException {
        return as("clerk", SqlLimits.standard(), "SELECT 1").source("shop").open(new StopSignal(Duration.ofSeconds(5)));
    }

    @Test
    void valuesOfAllTypesAreRead() {
        var rows =
                clerk("SELECT * FROM orders ORDER BY id").query("shop:q", "{}").path("rows");
        assertThat(Json.write(rows.get(0)))
                .isEqualTo("{\"id\":1,\"customer\":\"ann\",\"total\":10.5,\"at\":\"2026-11-01T10:00:00Z\","
                        + "\"day\":\"2026-11-01\",\"paid\":true,\"tags\":\"{a,b}\",\"extra\":\"{\\\"k\\\": 1}\","
                        + "\"raw\":\"[2 bytes]\",\"ratio\":\"NaN\"}");
        assertThat(rows.get(1).path("total").isNull()).isTrue();
    }

    @Test
    void parametersOfAllTypesAreBoundAndMayBeLeftOut() {
        var sql = clerk(
                "SELECT id FROM orders WHERE (:name IS NULL OR customer = :name) AND (:id IS NULL OR id = :id)"
                        + " AND (:least IS NULL OR total >= :least) AND (:paid IS NULL OR paid = :paid)"
                        + " AND (:since IS NULL OR at >= :since) ORDER BY id",
                "{name: name, type: text}",
                "{name: id, type: integer}",
                "{name: least, type: number}",
                "{name: paid, type: boolean}",
                "{name: since, type: time}");
        assertThat(sql.query("shop:q", "{}").path("row_count").intValue()).isEqualTo(2);
        assertThat(sql.query(
                                "shop:q",
                                "{\"name\": \"ann\", \"id\": 1, \"least\": 10.5, \"paid\": true, \"since\": \"48h\"}")
                        .path("row_count")
                        .intValue())
                .isEqualTo(1);
        assertThat(sql.query("shop:q", "{\"since\": \"1h\"}").path("row_count").intValue())
                .isZero();
        assertThat(sql.query("shop:q", "{\"name\": \"ann' OR '1'='1\"}")
                        .path("row_count")
                        .intValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x",
                "WITH x AS (INSERT INTO orders (id, customer) VALUES (9, 'eve') RETURNING id) SELECT * FROM x",
                "WITH x AS (UPDATE orders SET paid = false RETURNING id) SELECT * FROM x",
                "SELECT * INTO copied FROM orders",
                "SELECT write_it()",
                "SELECT nextval('numbers')",
                "SELECT * FROM orders FOR UPDATE"
            })
    void writingInsideASelectIsRefusedByTheServer(String sql) throws Exception {
        Failure failure = TestingSql.failure(() -> clerk(sql).query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.OPERATION_FAILED);
        assertThat(failure.message()).isEqualTo("The query 'shop:q' tried to change the database, which refused.");
        assertThat(clerk("SELECT COUNT(*) AS n FROM orders WHERE customer IN ('ann', 'bob')")
                        .query("shop:q", "{}")
                        .at("/rows/0/n")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void whatTheServerLetsThroughIsUndone() {
        clerk("SELECT lo_create(4711) AS made").query("shop:q", "{}");
        assertThat(clerk("SELECT COUNT(*) AS n FROM pg_largeobject_metadata")
                        .query("shop:q", "{}")
                        .at("/rows/0/n")
                        .intValue())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT pg_ls_dir('/')",
                "SELECT lo_import('/etc/passwd')",
                "SELECT lo_export(1, '/tmp/x')",
                "SELECT pg_read_binary_file('PG_VERSION')",
                "SELECT * FROM pg_authid"
            })
    void functionsThatReachTheServerAreRefused(String sql) {
        assertThat(TestingSql.failure(() -> clerk(sql).query("shop:q", "{}")).code())
                .isEqualTo(FailureCode.OPERATION_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "reader_of_files"})
    void aRoleThatReachesTheServersFilesIsNotUsed(String role) {
        assertThat(TestingSql.failure(() ->
                                as(role, SqlLimits.standard(), "SELECT 1 AS a").query("shop:q", "{}"))
                        .code())
                .isEqualTo(FailureCode.PROTECTION_MISSING);
    }

    @Test
    void noSettingMakesTheRunningTransactionWritable() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT set_config('transaction_read_only', 'off', true)"))
                    .hasMessageContaining("read-write");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_sleep(100)",
                "WITH RECURSIVE n (i) AS (SELECT 1::bigint UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
                "SELECT COUNT(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
                "SELECT i, pg_sleep(0.05) FROM generate_series(1, 100000) i"
            })
    void aRunawayIsStoppedOnTime(String sql) {
        SqlLimits limits = new SqlLimits(Duration.ofMillis(300), 100_000, 100, 1_000_000);
        assertThat(TestingSql.failure(() -> as("clerk", limits, sql).query("shop:q", "{}"))
                        .code())
                .isEqualTo(FailureCode.TIMED_OUT);
    }

    @Test
    void aStoppedCallEndsAtOnce() throws Exception {
        TestingSql sql = as("clerk", new SqlLimits(Duration.ofMinutes(10), 10, 10, 10), "SELECT pg_sleep(500)");
        PreparedCall prepared = TestingCalls.find(sql.server(), "sql_lite.execute_query")
                .prepare(Json.parseObject("{\"query\": \"shop:q\"}"), TestingCalls.context(Optional.empty()));
        AuthorizedCall call = TestingCalls.authorized(TestingCalls.context(Optional.empty()));
        CompletableFuture<Failure> ended =
                CompletableFuture.supplyAsync(() -> TestingSql.failure(() -> prepared.run(call)));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean running = false;
            while (!running) {
                try (var row = statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity"
                        + " WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(500)%'")) {
                    row.next();
                    running = row.getInt(1) == 1;
                }
            }
        }
        TestingStops.stop(call, "the grant was revoked");
        assertThat(ended.get(30, TimeUnit.SECONDS).code()).isEqualTo(FailureCode.CANCELLED);
    }

    @Test
    void aHugeResultIsNeitherReadNorKeptAsAWhole() {
        var data = clerk("SELECT i, repeat('x', 1000) AS t FROM generate_series(1, 200000) i")
                .query("shop:q", "{}");
        assertThat(data.path("truncated").booleanValue()).isTrue();
        assertThat(data.path("row_count").intValue()).isBetween(200, 1_000);
        assertThat(TestingSql.failure(() ->
                                clerk("SELECT repeat('x', 100000000) AS t").query("shop:q", "{}"))
                        .code())
                .isEqualTo(FailureCode.TOO_LARGE);
    }

    @Test
    void tablesAreDescribed() {
        var result = clerk("SELECT 1").call("describe", "{\"database\": \"shop\"}");
        assertThat(result.text()).contains("orders(id bigint, customer text, total numeric,");
    }

    @Test
    void whatIsMissingIsSaid() {
        SqlDatabase nowhere = TestingSql.declare(
                        TestingSql.one("postgresql", "jdbc:postgresql://localhost:1/x", "  user: u\n", "SELECT 1"))
                .getFirst();
        assertThat(TestingSql.failure(() -> new TestingSql(nowhere).query("shop:q", "{}"))
                        .code())
                .isEqualTo(FailureCode.UNAVAILABLE);
        SqlDatabase locked = TestingSql.declare(TestingSql.one(
                        "postgresql", "jdbc:postgresql://localhost:1/x", "  password_env: NOT_SET\n", "SELECT 1"))
                .getFirst();
        assertThat(TestingSql.failure(() -> new TestingSql(locked).query("shop:q", "{}")))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
                    assertThat(failure.hint()).contains("NOT_SET");
                });
        assertThat(TestingSql.failure(() -> clerk("SELECT nonsense FROM orders").query("shop:q", "{}"))
                        .message())
                .contains("SQLSTATE 42703");
    }
}
