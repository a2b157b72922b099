package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The attack families SQL-1 to SQL-10 on PostgreSQL, where what refuses is the server. */
@Timeout(120)
class PostgresAttackTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void aShop() throws Exception {
        postgres = EmbeddedPostgres.start();
        admin("CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL)");
        admin("INSERT INTO orders VALUES (1, 'CANARY-7f3a'), (2, 'bob')");
        admin("CREATE SEQUENCE numbers");
        admin("CREATE FUNCTION as_owner() RETURNS int LANGUAGE sql SECURITY DEFINER AS"
                + " $$ INSERT INTO orders VALUES (99, 'eve') RETURNING 1 $$");
        admin("CREATE FUNCTION no_limit() RETURNS text LANGUAGE sql AS"
                + " $$ SELECT set_config('statement_timeout', '0', false) $$");
        // May write as far as its rights go, so that what refuses is the transaction and nothing else.
        admin("CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
        admin("GRANT ALL ON ALL TABLES IN SCHEMA public TO clerk");
        admin("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO clerk");
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

    private static String one(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static TestingSql as(String user, SqlLimits limits, String sql) {
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
        String more = "  user: " + user + "\n  password_env: SHOP_PASSWORD\n";
        SqlDatabase shop =
                TestingSql.declare(TestingSql.one("postgresql", url, more, sql)).getFirst();
        return new TestingSql(Map.of("SHOP_PASSWORD", "clerk"), limits, shop);
    }

    private static Connection open() throws SQLException {
        return as("clerk", SqlLimits.standard(), "SELECT 1").source("shop").open(new StopSignal(Duration.ofSeconds(5)));
    }

    /** SQL-1, SQL-2, SQL-4: past every reader of SQL, and with several statements in one go. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM orders",
                "COMMIT; DELETE FROM orders",
                "ROLLBACK; DELETE FROM orders",
                "COMMIT; BEGIN; DELETE FROM orders; COMMIT",
                "SELECT 1; COMMIT AND CHAIN; DELETE FROM orders; COMMIT",
                "SAVEPOINT a; DELETE FROM orders; RELEASE a; COMMIT",
                "WITH x AS (DELETE FROM orders RETURNING *) SELECT * FROM x",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "SELECT * INTO stolen FROM orders",
                "CREATE TABLE stolen AS SELECT * FROM orders",
                "CREATE TEMP TABLE t (a int); COPY t FROM PROGRAM 'id'",
                "COPY orders TO PROGRAM 'cat > /tmp/writ-stolen'",
                "COPY orders TO '/tmp/writ-stolen'",
                "COPY orders FROM '/etc/passwd'",
                "SELECT as_owner()",
                "SELECT nextval('numbers')",
                "SELECT setval('numbers', 77)",
                "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
                "DO $$ BEGIN DELETE FROM orders; END $$",
                "DO $$ BEGIN COMMIT; DELETE FROM orders; END $$",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE EXTENSION dblink",
                "CREATE ROLE eve SUPERUSER",
                "ALTER ROLE clerk SUPERUSER",
                "GRANT pg_read_server_files TO clerk",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT pg_read_binary_file('/etc/passwd')",
                "SELECT pg_ls_dir('/')",
                "SELECT pg_stat_file('/etc/passwd')",
                "SELECT lo_import('/etc/passwd')",
                "SELECT lo_export(1, '/tmp/writ-stolen')",
                "SELECT pg_reload_conf()",
                "SELECT pg_switch_wal()",
                "TRUNCATE orders",
                "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE",
                "VACUUM orders",
                "REFRESH MATERIALIZED VIEW x"
            })
    void theServerChangesNothingAndReachesNothing(String sql) throws Exception {
        String before = state();
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> {
                        statement.execute(sql);
                        connection.commit();
                        throw new SQLException("it was let through");
                    })
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(state()).isEqualTo(before));
        }
        assertThat(java.nio.file.Path.of("/tmp/writ-stolen")).doesNotExist();
    }

    private static String state() throws SQLException {
        return one("SELECT (SELECT string_agg(o::text, ',' ORDER BY id) FROM orders o)"
                + " || (SELECT last_value FROM numbers) || (SELECT COUNT(*) FROM pg_class)"
                + " || (SELECT string_agg(rolname || rolsuper, ',' ORDER BY 1) FROM pg_roles)"
                + " || (SELECT COUNT(*) FROM pg_largeobject_metadata) || (SELECT COUNT(*) FROM pg_auth_members)");
    }

    /** SQL-2: no setting that SQL can change makes what runs writable. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('transaction_read_only', 'off', true)",
                "SET TRANSACTION READ WRITE",
                "SET LOCAL transaction_read_only = off"
            })
    void theRunningTransactionStaysReadOnly(String sql) throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1").close();
            assertThatThrownBy(() -> {
                        statement.execute(sql);
                        statement.execute("DELETE FROM orders");
                    })
                    .isInstanceOf(SQLException.class);
        }
    }

    /** SQL-2: a function of the database's owner that takes its transaction out of read-only, as servers before 16 allow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESET transaction_read_only",
                "SET transaction_read_only = DEFAULT",
                "PERFORM set_config('transaction_read_only', NULL, true)"
            })
    void whatAFunctionWritesInSpiteOfItIsRefusedAndGone(String unlocking) throws Exception {
        admin("CREATE OR REPLACE FUNCTION unlocked() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN "
                + unlocking + "; DELETE FROM orders; INSERT INTO orders VALUES (66, 'eve'); RETURN 'done'; END $$");
        String before = state();
        Failure failure = TestingSql.failure(() ->
                as("clerk", SqlLimits.standard(), "SELECT unlocked() AS a").query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.OPERATION_FAILED);
        assertThat(failure.message()).contains("tried to change the database");
        assertThat(state()).isEqualTo(before);
        admin("DROP FUNCTION unlocked()");
    }

    /** SQL-6: what reaches beyond the database is answered by what the role may do, before anything runs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "CREATE ROLE x1 LOGIN PASSWORD 'clerk' SUPERUSER ~ x1 ~ is a superuser",
                "CREATE ROLE x2 LOGIN PASSWORD 'clerk' REPLICATION ~ x2 ~ allowed to replicate",
                "CREATE ROLE x3 LOGIN PASSWORD 'clerk' CREATEROLE ~ x3 ~ allowed to make roles",
                "CREATE ROLE x4 LOGIN PASSWORD 'clerk' IN ROLE pg_read_server_files ~ x4 ~ pg_read_server_files",
                "CREATE ROLE x5 LOGIN PASSWORD 'clerk' NOINHERIT IN ROLE pg_execute_server_program ~ x5 ~ pg_execute_server_program",
                "CREATE ROLE x6 LOGIN PASSWORD 'clerk' IN ROLE pg_signal_backend ~ x6 ~ pg_signal_backend",
                "CREATE ROLE x7 LOGIN PASSWORD 'clerk'; GRANT EXECUTE ON FUNCTION pg_read_file(text) TO x7 ~ x7 ~ may call pg_read_file",
                "CREATE ROLE x8 LOGIN PASSWORD 'clerk'; GRANT EXECUTE ON FUNCTION lo_export(oid, text) TO x8 ~ x8 ~ may call lo_export"
            })
    void aRoleThatReachesBeyondTheDatabaseIsNotUsed(String set, String role, String why) throws Exception {
        admin(set);
        Failure failure = TestingSql.failure(
                () -> as(role, SqlLimits.standard(), "SELECT 1 AS a").query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.PROTECTION_MISSING);
        assertThat(failure.message()).contains(why);
    }

    @Test
    void aFunctionThatConnectsElsewhereMakesTheDatabaseUnusableUntilItIsRevoked() throws Exception {
        admin("CREATE FUNCTION dblink(text, text) RETURNS int LANGUAGE sql AS 'SELECT 1'");
        try {
            TestingSql sql = as("clerk", SqlLimits.standard(), "SELECT 1 AS a");
            assertThat(TestingSql.failure(() -> sql.query("shop:q", "{}")).message())
                    .contains("may call dblink");
            admin("REVOKE EXECUTE ON FUNCTION dblink(text, text) FROM PUBLIC");
            assertThat(sql.query("shop:q", "{}").path("row_count").intValue()).isEqualTo(1);
        } finally {
            admin("DROP FUNCTION dblink(text, text)");
        }
    }

    /** SQL-7: also where the query has turned the server's own limit off, and nothing of it stays on the server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_sleep(100)",
                "WITH RECURSIVE n (i) AS (SELECT 1::bigint UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
                "SELECT i, CASE i WHEN 1 THEN no_limit() WHEN 150 THEN pg_sleep(100)::text END"
                        + " FROM generate_series(1, 1000) i",
                "SELECT repeat('a', 30) ~ '(((((a*)*)*)*)*)*b' FROM generate_series(1, 100000000)",
                "SELECT pg_advisory_lock(1), pg_sleep(100)"
            })
    void aRunawayEndsOnTimeAndFreesItsConnection(String sql) throws Exception {
        SqlLimits limits = new SqlLimits(Duration.ofMillis(500), 100_000, 100, 1_000_000);
        long began = System.nanoTime();
        Failure failure = TestingSql.failure(() -> as("clerk", limits, sql).query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        String left = "";
        for (int i = 0; i < 1_000 && !left.equals("0"); i++) {
            left = one("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'writ sql_lite'");
        }
        assertThat(left).as("connections of Writ on the server").isEqualTo("0");
    }

    /** SQL-7: what SQL cannot undo, it cannot do to others. */
    @Test
    void anotherRolesConnectionIsNotEnded() throws Exception {
        String own = one("SELECT pg_backend_pid()");
        assertThat(own).isNotEmpty();
        try (Connection other = postgres.getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            String pid;
            try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
                row.next();
                pid = row.getString(1);
            }
            assertThat(TestingSql.failure(() -> as(
                                            "clerk",
                                            SqlLimits.standard(),
                                            "SELECT pg_terminate_backend(" + pid + ") AS a")
                                    .query("shop:q", "{}"))
                            .code())
                    .isEqualTo(FailureCode.OPERATION_FAILED);
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    /** SQL-10: an error quotes values; the failure does not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CAST(customer AS int) AS a FROM orders",
                "SELECT customer::date AS a FROM orders",
                "SELECT ('{\"a\":' || customer)::jsonb AS a FROM orders",
                "SELECT 1 / (id - 1), customer FROM orders"
            })
    void anErrorShowsNothingOfWhatWasRead(String sql) {
        try {
            as("clerk", SqlLimits.standard(), sql).query("shop:q", "{}");
            throw new AssertionError("it did not fail");
        } catch (WritException e) {
            assertThat(e.failure().message() + e.failure().hint()).doesNotContain("CANARY-7f3a");
        }
    }
}
