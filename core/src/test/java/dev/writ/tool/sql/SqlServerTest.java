package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.networknt.schema.InputFormat;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Access;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.TestingCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The operations of sql_lite as callers see them. */
class SqlServerTest {
    @TempDir
    Path folder;

    private TestingRecords records;
    private TestingSql sql;

    @BeforeEach
    void writAndAShop() {
        records = new TestingRecords(folder);
        Path shop = folder.resolve("shop.db");
        TestingSql.fill(
                shop,
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, total REAL)",
                "INSERT INTO orders VALUES (1, 'ann', 10.5), (12, 'bob\nsmith', NULL)");
        sql = new TestingSql(
                SqlDatabases.writ(records.file()),
                TestingSql.sqlite(
                        shop,
                        "SELECT id, customer, total, id FROM orders WHERE id >= :from ORDER BY id",
                        "{name: from, type: integer, default: 0, description: First order.}"));
    }

    @AfterEach
    void close() {
        records.close();
    }

    private List<Access> accesses(String operation, String arguments) {
        return TestingCalls.accesses(
                sql.server(),
                "sql_lite." + operation,
                Json.parseObject(arguments),
                TestingCalls.context(Optional.empty()));
    }

    @Test
    void itIsOneToolOfStandardLevelForADay() {
        assertThat(sql.server().tools()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("sql_lite");
            assertThat(tool.level()).isEqualTo(SecurityLevel.STANDARD);
            assertThat(tool.defaultDuration()).isEqualTo(Duration.ofHours(24));
        });
        assertThat(sql.server().operations())
                .extracting(operation -> operation.spec().id())
                .containsExactly(
                        "sql_lite.list_databases",
                        "sql_lite.list_queries",
                        "sql_lite.execute_query",
                        "sql_lite.describe");
    }

    @Test
    void databasesAreListedWithWritFirst() {
        assertThat(Json.write(sql.call("list_databases", "{}")
                        .data()
                        .path("databases")
                        .get(1)))
                .isEqualTo("{\"name\":\"shop\",\"kind\":\"sqlite\",\"description\":\"Orders.\"}");
        assertThat(sql.call("list_databases", "{}")
                        .data()
                        .at("/databases/0/name")
                        .asString())
                .isEqualTo("writ");
    }

    @Test
    void queriesAreListedWithTheirParameters() {
        assertThat(Json.canonical(
                        sql.call("list_queries", "{\"database\": \"shop\"}").data()))
                .isEqualTo(Json.canonical(Json.parse("""
                        {"queries": [{"database": "shop", "name": "q", "description": "The query.", "parameters": [
                          {"name": "from", "type": "integer", "required": false, "default": 0, "description":
                           "First order. A whole number from -9223372036854775808 to 9223372036854775807."}]}]}
                        """)));
        OperationResult all = sql.call("list_queries", "{}");
        assertThat(all.data().path("queries").size()).isGreaterThan(20);
        assertThat(all.text())
                .contains("writ:tool_usage(since: time, tool: text, agent: text)", "shop:q(from: integer)");
    }

    @Test
    void listingShowsNeitherSqlNorLocations() {
        String everything = sql.call("list_queries", "{}").toString() + sql.call("list_databases", "{}");
        assertThat(everything).doesNotContain("SELECT", "shop.db", "FROM orders");
    }

    @Test
    void rowsComeAsObjectsAndAsAnAlignedTable() {
        OperationResult result = sql.call("execute_query", "{\"query\": \"shop:q\"}");
        assertThat(Json.canonical(result.data())).isEqualTo(Json.canonical(Json.parse("""
                {"database": "shop", "query": "q", "columns": ["id", "customer", "total", "id_2"], "rows": [
                  {"id": 1, "customer": "ann", "total": 10.5, "id_2": 1},
                  {"id": 12, "customer": "bob\\nsmith", "total": null, "id_2": 12}],
                 "row_count": 2, "truncated": false}
                """)));
        assertThat(result.text()).isEqualTo("""
                id  customer    total  id_2
                --  ----------  -----  ----
                 1  ann          10.5     1
                12  bob\\nsmith           12
                (2 rows)""");
    }

    @Test
    void rowsCanBeReadAsLinesOfJson() {
        OperationResult result = sql.call("execute_query", "{\"query\": \"shop:q\", \"format\": \"rows\"}");
        assertThat(result.text().lines().toList())
                .startsWith("{\"id\":1,\"customer\":\"ann\",\"total\":10.5,\"id_2\":1}")
                .endsWith("(2 rows)");
    }

    @Test
    void noRowsStillNameTheColumns() {
        OperationResult result = sql.call("execute_query", "{\"query\": \"shop:q\", \"parameters\": {\"from\": 99}}");
        assertThat(result.text()).isEqualTo("No rows. Columns: id, customer, total, id_2.");
        assertThat(result.data().path("row_count").intValue()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'query': 'tool_usage'}                        | writ | tool_usage",
                "{'query': 'writ:tool_usage'}                   | writ | tool_usage",
                "{'query': 'q', 'database': 'shop'}             | shop | q",
                "{'query': 'shop:q'}                            | shop | q",
                "{'query': 'shop:q', 'database': 'shop'}        | shop | q"
            })
    void executingTouchesTheNamedQueryAlone(String arguments, String database, String query) {
        assertThat(accesses("execute_query", arguments.replace('\'', '"')))
                .extracting(access -> (Access.QueryAccess) access)
                .extracting(Access.QueryAccess::database, Access.QueryAccess::query)
                .containsExactly(tuple(database, query));
    }

    @Test
    void describingNeedsItsOwnScopeAndListingNone() {
        assertThat(accesses("describe", "{\"database\": \"shop\"}"))
                .extracting(access -> (Access.QueryAccess) access)
                .extracting(Access.QueryAccess::database, Access.QueryAccess::query)
                .containsExactly(tuple("shop", "describe"));
        assertThat(accesses("list_queries", "{\"database\": \"shop\"}")).isEmpty();
        assertThat(accesses("list_databases", "{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'query': 'nope'}",
                "{'query': 'SELECT 1'}",
                "{'query': 'shop:tool_usage'}",
                "{'query': 'nope:q'}",
                "{'query': 'Shop:q'}",
                "{'query': 'shop:q '}",
                "{'query': 'shop:q:q'}",
                "{'query': 'shop:'}",
                "{'query': ':q'}",
                "{'query': 'shop:describe'}",
                "{'query': 'shop:*'}",
                "{'query': 'shор:q'}",
                "{'query': 'q; DROP TABLE orders', 'database': 'shop'}",
                "{'query': 'q', 'database': '../shop'}"
            })
    void anUnknownNameRunsNothing(String arguments) {
        assertThat(TestingSql.failure(() -> accesses("execute_query", arguments.replace('\'', '"')))
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void contradictingDatabasesAreRefused() {
        assertThat(TestingSql.failure(
                                () -> accesses("execute_query", "{\"query\": \"shop:q\", \"database\": \"writ\"}"))
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @Test
    void aDatabaseIsDescribedByTablesAndColumns() {
        assertThat(Json.canonical(
                        sql.call("describe", "{\"database\": \"shop\"}").data()))
                .isEqualTo(Json.canonical(Json.parse("""
                        {"database": "shop", "kind": "sqlite", "truncated": false, "tables": [{"name": "orders", "columns": [
                          {"name": "id", "type": "INTEGER", "nullable": true},
                          {"name": "customer", "type": "TEXT", "nullable": false},
                          {"name": "total", "type": "REAL", "nullable": true}]}]}
                        """)));
        OperationResult writ = sql.call("describe", "{\"database\": \"writ\"}");
        assertThat(writ.text()).contains("tool_usage_events(call TEXT", "task_tool_assignments(id TEXT");
        assertThat(writ.data().path("truncated").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list_databases | {}",
                "list_queries   | {}",
                "execute_query  | {\"query\": \"shop:q\"}",
                "describe       | {\"database\": \"writ\"}"
            })
    void resultsFitTheOutputSchemaAndArgumentsTheInputSchema(String name, String arguments) {
        Operation operation = TestingCalls.find(sql.server(), "sql_lite." + name);
        assertThat(mistakes(operation.spec().inputSchema(), Json.parseObject(arguments)))
                .isEmpty();
        assertThat(mistakes(operation.spec().inputSchema(), Json.object().put("other", 1)))
                .isNotEmpty();
        assertThat(mistakes(
                        operation.spec().outputSchema(),
                        sql.call(name, arguments).data()))
                .isEmpty();
    }

    private static List<?> mistakes(ObjectNode schema, ObjectNode value) {
        return com.networknt.schema.SchemaRegistry.withDefaultDialect(
                        com.networknt.schema.SpecificationVersion.DRAFT_2020_12)
                .getSchema(Json.write(schema), InputFormat.JSON)
                .validate(Json.write(value), InputFormat.JSON);
    }

    @Test
    void whatTheDatabaseSaysAboutDataDoesNotReachTheCaller() {
        Path vault = folder.resolve("vault.db");
        TestingSql.fill(
                vault, "CREATE TABLE secrets (name TEXT, body TEXT)", "INSERT INTO secrets VALUES ('a', 'hunter2 {')");
        var leaky =
                new TestingSql(TestingSql.sqlite(vault, "SELECT json_extract('{}', '$' || body) AS x FROM secrets"));
        assertThat(TestingSql.failure(() -> leaky.query("shop:q", "{}"))).satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.OPERATION_FAILED);
            assertThat(failure.toString()).doesNotContain("hunter2");
        });
    }

    @Test
    void invisibleCharactersAreShownInTheText() {
        var tricky = new TestingSql(TestingSql.sqlite(
                folder.resolve("shop.db"),
                "SELECT 'a' || char(0x202e) || 'b' || char(0xE0041) || char(27) || '[31m' || char(0x200b) AS x"));
        assertThat(tricky.call("execute_query", "{\"query\": \"shop:q\"}").text())
                .contains("a\\u{202e}b\\u{e0041}\\u{1b}[31m\\u{200b}");
    }

    @Test
    void aLongTableIsCutWithANoteAndTheDataIsComplete() {
        var longOne = new TestingSql(TestingSql.sqlite(
                folder.resolve("shop.db"),
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                        + " SELECT i, 'some words of row ' || i AS words FROM n"));
        OperationResult result = longOne.call("execute_query", "{\"query\": \"shop:q\"}");
        assertThat(result.text().length()).isLessThan(12_500);
        assertThat(result.text()).containsPattern("\\(\\d+ of 900 rows shown; all are in the structured result");
        assertThat(result.data().path("rows").size()).isEqualTo(900);
    }
}
