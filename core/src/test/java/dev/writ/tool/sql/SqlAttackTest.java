package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.tool.TestingDoor;
import dev.writ.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attack families SQL-1 to SQL-10 on SQLite. What writes, attaches or loads is tried on the connection itself, past
 * every reader of SQL, so that what refuses is the engine. {@link PostgresAttackTest} is the same for PostgreSQL.
 */
class SqlAttackTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aShop() {
        file = folder.resolve("shop.db");
        fill(file);
    }

    private static void fill(Path file) {
        TestingSql.fill(
                file,
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, tenant TEXT, customer TEXT)",
                "INSERT INTO orders VALUES (1, 'a', 'ann'), (2, 'b', 'bob')",
                "CREATE TABLE secrets (key TEXT)",
                "INSERT INTO secrets VALUES ('CANARY-7f3a')");
    }

    private TestingSql shop(String sql, String... parameters) {
        return new TestingSql(TestingSql.sqlite(file, sql, parameters));
    }

    private static Connection open(Path file) throws SQLException {
        return new TestingSql(TestingSql.sqlite(file, "SELECT 1"))
                .source("shop")
                .open(new StopSignal(Duration.ofSeconds(5)));
    }

    /** Runs it as nobody can who goes through a declaration, and asserts that nothing on the disk changed. */
    private void nothingChanges(String... statements) throws Exception {
        List<String> before = disk();
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    assertThat(e.getMessage()).as(sql).doesNotContain("syntax error");
                }
            }
        }
        assertThat(disk()).isEqualTo(before);
    }

    private List<String> disk() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> {
                        try {
                            return path + " " + HexFormat.of().formatHex(Files.readAllBytes(path));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    /** SQL-1, SQL-3: what hides a second statement, or the first word, from a reader of SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; DELETE FROM orders",
                "SELECT 1;DELETE FROM orders;--",
                "SELECT 1 /* ; */; DELETE FROM orders",
                "SELECT ';'; DELETE FROM orders",
                "SELECT 'a''; '; DELETE FROM orders",
                "SELECT \"a\"\"; \"; DELETE FROM orders",
                "SELECT `a;`; DELETE FROM orders",
                "SELECT 1 /* /* */ ; DELETE FROM orders -- */",
                "SELECT $$ ; $$; DELETE FROM orders",
                "SELECT $x$ ' $x$; DELETE FROM orders",
                "SELECT E'\\'; DELETE FROM orders; --'",
                "/* SELECT */ DELETE FROM orders",
                "-- SELECT\nDELETE FROM orders",
                "-- SELECT 1\r; DELETE FROM orders\n",
                "(DELETE FROM orders)",
                ";;DELETE FROM orders",
                "\uFEFFSELECT 1",
                "SEL\u200BECT 1",
                "SELECT 1\u0000; DELETE FROM orders",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "PRAGMA user_version = 5",
                "ATTACH 'x.db' AS x",
                "VACUUM INTO 'x.db'",
                "COMMIT",
                "ROLLBACK",
                "BEGIN",
                "SAVEPOINT x",
                "COPY orders TO PROGRAM 'id'",
                "CALL x()",
                "DO $$ BEGIN END $$",
                "SET ROLE postgres",
                "SELECT ?1",
                "SELECT @a",
                "SELECT set_config('transaction_read_only', NULL, true)",
                "SELECT pg_catalog.SET_CONFIG('transaction_read_only', NULL, true)",
                "SELECT \"set_config\"('transaction_read_only', NULL, true)",
                "SELECT U&\"\\0073et_config\"('transaction_read_only', NULL, true)",
                "SELECT query_to_xml('DELETE FROM orders', true, true, '')",
                "SELECT * FROM ts_stat('DELETE FROM orders RETURNING 1')",
                "SELECT 'never ends"
            })
    void aDeclarationThatIsNotOneReadingStatementIsRefused(String sql) {
        assertThatThrownBy(() -> shop(sql)).isInstanceOf(WritException.class);
    }

    /** SQL-2, SQL-4, SQL-5: the engine refuses, whatever was run before on the same connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM orders",
                "COMMIT | DELETE FROM orders",
                "ROLLBACK | DELETE FROM orders",
                "BEGIN IMMEDIATE | DELETE FROM orders | COMMIT",
                "SAVEPOINT x | DELETE FROM orders | RELEASE x",
                "PRAGMA query_only = OFF | DELETE FROM orders",
                "PRAGMA query_only(0) | INSERT INTO orders VALUES (3, 'c', 'eve')",
                "PRAGMA writable_schema = ON | DELETE FROM sqlite_schema",
                "PRAGMA writable_schema(RESET) | UPDATE sqlite_schema SET sql = ''",
                "PRAGMA trusted_schema = ON | CREATE TABLE x (a)",
                "PRAGMA journal_mode = DELETE | DELETE FROM orders",
                "PRAGMA journal_mode = OFF | DELETE FROM orders",
                "PRAGMA locking_mode = EXCLUSIVE | DELETE FROM orders",
                "PRAGMA user_version = 7",
                "PRAGMA application_id(7)",
                "PRAGMA schema_version = 9",
                "PRAGMA encoding = 'UTF-16'",
                "PRAGMA auto_vacuum = 1 | VACUUM",
                "PRAGMA optimize(0xfffe)",
                "VACUUM INTO 'FOLDER/copy.db'",
                "ATTACH 'FOLDER/other.db' AS other",
                "ATTACH 'file:FOLDER/other.db?mode=rwc' AS other",
                "ATTACH ':memory:' AS other",
                "DETACH main",
                "CREATE TEMP TABLE x (a)",
                "CREATE TEMP VIEW x AS SELECT 1",
                "CREATE TEMP TRIGGER t BEFORE DELETE ON orders BEGIN SELECT 1; END",
                "CREATE VIRTUAL TABLE x USING fts5(a)",
                "CREATE VIRTUAL TABLE x USING rtree(a, b, c)",
                "INSERT INTO orders VALUES (9, 'c', 'eve') RETURNING id",
                "INSERT INTO orders VALUES (1, 'c', 'eve') ON CONFLICT DO UPDATE SET customer = 'eve'",
                "WITH x AS (SELECT 1) UPDATE orders SET customer = 'eve'",
                "EXPLAIN DELETE FROM orders",
                "REINDEX",
                "ANALYZE",
                "SELECT load_extension('FOLDER/x.so')",
                "SELECT load_extension('FOLDER/x.so', 'init')",
                "SELECT writefile('FOLDER/x', 'y')",
                "SELECT readfile('/etc/passwd')",
                "SELECT edit('x', 'vi')",
                "SELECT fts3_tokenizer('simple', x'0000000000000000')",
                "SELECT * FROM pragma_user_version(5)",
                "SELECT * FROM pragma_journal_mode('DELETE')"
            })
    void theEngineWritesAndOpensNothing(String statements) throws Exception {
        fill(folder.resolve("other.db"));
        nothingChanges(statements.replace("FOLDER", folder.toString()).split(" \\| "));
    }

    /** SQL-5: an attached database is the way from one file to all others. */
    @ParameterizedTest
    @ValueSource(strings = {"'FOLDER/other.db'", "'file:FOLDER/other.db?mode=ro'", "':memory:'", "''"})
    void noOtherDatabaseCanBeAttached(String location) throws Exception {
        fill(folder.resolve("other.db"));
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = OFF");
            assertThatThrownBy(() ->
                            statement.execute("ATTACH " + location.replace("FOLDER", folder.toString()) + " AS other"))
                    .hasMessageContaining("too many attached databases - max 0");
        }
    }

    /** SQL-5: what a file of an attacker brings along is not trusted. */
    @Test
    void viewsOfTheFileCallNothingThatHasEffects() throws Exception {
        TestingSql.fill(file, "CREATE VIEW evil AS SELECT load_extension('x') AS a, fts3_tokenizer('simple') AS b");
        Failure failure = TestingSql.failure(() -> shop("SELECT * FROM evil").query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.OPERATION_FAILED);
    }

    /** SQL-7: by time, by steps, by size, by depth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n ~ TIMED_OUT",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n ~ TIMED_OUT",
                "WITH RECURSIVE n (i) AS (SELECT '' UNION ALL SELECT i || hex(randomblob(1000)) FROM n) SELECT * FROM n ORDER BY 1 ~ ANY",
                "SELECT hex(zeroblob(500000000)) ~ TOO_LARGE",
                "SELECT randomblob(1000000000) ~ TOO_LARGE",
                "SELECT 'x' LIKE printf('%.*c', 5000, '%') ~ ANY",
                "SELECT printf('%.*c', 4000000, 'a') LIKE '%a%a%a%a%a%a%a%a%a%a%b' ~ ANY",
                "SELECT printf('%.*c', 4000000, 'a') GLOB '*a*a*a*a*a*a*a*a*a*a*b' ~ ANY",
                "SELECT json_array_length(printf('%.*c', 900000, '[')) ~ ANY"
            })
    void aRunawayEndsWithinItsLimitsAndFreesItsConnection(String sql, String expected) throws Exception {
        SqlLimits limits = new SqlLimits(Duration.ofMillis(400), 10, 100, 1_000);
        TestingSql runaway = new TestingSql(limits, TestingSql.sqlite(file, sql));
        long began = System.nanoTime();
        try {
            runaway.query("shop:q", "{}");
            assertThat(expected).isEqualTo("ANY");
        } catch (WritException e) {
            assertThat(e.failure().code().name()).isIn("TIMED_OUT", "TOO_LARGE", "OPERATION_FAILED");
            assertThat(expected).isIn("ANY", e.failure().code().name());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(openFiles()).as("files of the database that are still open").isEmpty();
    }

    private List<Path> openFiles() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .flatMap(descriptor -> {
                        try {
                            return java.util.stream.Stream.of(Files.readSymbolicLink(descriptor));
                        } catch (IOException e) {
                            return java.util.stream.Stream.empty();
                        }
                    })
                    .filter(path -> path.startsWith(folder))
                    .toList();
        }
    }

    @Test
    void aQueryHasOnlySoManyStepsHoweverMuchTimeItHas() {
        SqlLimits limits = new SqlLimits(Duration.ofMinutes(5), 5_000_000, 10, 100, 1_000);
        String sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
        Failure failure =
                TestingSql.failure(() -> new TestingSql(limits, TestingSql.sqlite(file, sql)).query("shop:q", "{}"));
        assertThat(failure.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failure.message()).contains("more steps");
    }

    /** SQL-7: a declared form is matched before the call is even allowed. */
    @Test
    void aValueThatMakesADeclaredFormDoubleBackIsRefusedAtOnce() {
        TestingSql sql = shop(
                "SELECT id FROM orders WHERE customer = :name",
                "{name: name, type: text, max_length: 100000, pattern: '(a+)+b'}");
        long began = System.nanoTime();
        Failure failure = TestingSql.failure(() -> sql.query("shop:q", "{\"name\": \"" + "a".repeat(50_000) + "\"}"));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(sql.query("shop:q", "{\"name\": \"aaab\"}").path("row_count").intValue())
                .isZero();
    }

    /** SQL-9, SQL-8: names are names, whatever is in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop:Q",
                "shop:q ",
                " shop:q",
                "shop:q;",
                "shop::q",
                "shop:q--",
                "shop:*",
                "*:*",
                "*",
                "shop:../q",
                "shop:\u0071\u0301",
                "ѕhop:q",
                "shop:q\\u0000",
                "shop:q/**/",
                "SELECT 1",
                "shop:describe",
                ""
            })
    void onlyADeclaredNameIsAQuery(String name) {
        TestingSql sql = shop("SELECT id FROM orders");
        try {
            sql.call("execute_query", Json.write(Json.object().put("query", name)));
            throw new AssertionError("ran " + name);
        } catch (WritException e) {
            assertThat(e.failure().code()).isIn(FailureCode.NOT_FOUND, FailureCode.INVALID_ARGUMENTS);
        }
    }

    /** SQL-10: one query of one tenant was granted, and an error shows nothing of another. */
    @Test
    void aGrantOfOneQueryGivesNothingOfTheOthers() {
        TestingSql sql = new TestingSql(
                TestingSql.declare(TestingSql.one("sqlite", file.toString(), "", "SELECT id FROM orders") + """
                            - name: secrets
                              description: Secrets.
                              sql: SELECT key FROM secrets
                            - name: leak
                              description: Fails with what it read.
                              sql: SELECT json((SELECT key FROM secrets)) AS a
                        """)
                        .getFirst());
        try (TestingDoor door =
                new TestingDoor(folder, folder, sql.server(), (database, events) -> List.of(sql.server()))) {
            String task = door.task();
            door.grant(task, "sql_lite", new QueryScope(List.of("shop:q", "shop:leak")));
            String outcomes = "";
            for (String query : List.of("shop:secrets", "writ:secrets", "secrets", "shop:leak", "shop:q")) {
                ToolOutcome outcome = door.call(task, "sql_lite.execute_query", "{'query': '" + query + "'}");
                outcomes += outcome;
                assertThat(outcome instanceof ToolOutcome.Succeeded).isEqualTo(query.equals("shop:q"));
            }
            ToolOutcome describe = door.call(task, "sql_lite.describe", "{'database': 'shop'}");
            assertThat(describe).isInstanceOf(ToolOutcome.Denied.class);
            assertThat(outcomes + describe + door.records()).doesNotContain("CANARY-7f3a");
        }
    }

    /** SQL-8, SQL-10: whatever the value is, it is a value: the tenant's filter holds. */
    @Property(tries = 300)
    void noValueChangesWhatTheQueryMeans(@ForAll("attacks") String value) throws IOException {
        Path folder = Files.createTempDirectory("sql-attack");
        Path file = folder.resolve("shop.db");
        try {
            fill(file);
            TestingSql sql = new TestingSql(TestingSql.sqlite(
                    file,
                    "SELECT customer FROM orders WHERE tenant = 'a' AND (customer = :name OR :name = 'all')",
                    "{name: name, type: text}"));
            var rows = sql.query("shop:q", Json.write(Json.object().put("name", value)))
                    .path("rows");
            assertThat(Json.write(rows)).isIn("[]", "[{\"customer\":\"ann\"}]");
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    @Provide
    Arbitrary<String> attacks() {
        Arbitrary<String> part = Arbitraries.of(
                "'",
                "\"",
                "`",
                "’",
                "ʼ",
                "＇",
                "\\",
                ";",
                "--",
                "/*",
                "*/",
                "$$",
                "$x$",
                " OR 1=1",
                " OR '1'='1",
                " UNION SELECT key FROM secrets",
                "%",
                "_",
                "\n",
                "\r",
                ")",
                "(",
                ":name",
                "?",
                "ann",
                "all",
                "b",
                "\u202E",
                "\uFF07",
                "x'41'",
                "||",
                "NULL",
                "char(39)");
        return Combinators.combine(
                        part.list().ofMinSize(1).ofMaxSize(8),
                        Arbitraries.strings().ofMaxLength(3))
                .as((parts, rest) -> String.join("", parts) + rest)
                .filter(text -> text.indexOf('\0') < 0
                        && text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF));
    }
}
