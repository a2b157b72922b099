package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Assignment;
import dev.writ.permission.Decision;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.TestingDoor;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant is for the query that was granted, not for whatever has its name later (attack family SQL-9). */
class PinnedQueriesTest {
    private static final String SQL = "SELECT customer FROM orders WHERE id = :id";
    private static final String ID = "{name: id, type: integer}";

    @TempDir
    Path temp;

    private Path shop;

    @BeforeEach
    void aShop() {
        shop = temp.resolve("shop.db");
        TestingSql.fill(
                shop,
                "CREATE TABLE orders (id INTEGER, customer TEXT, card TEXT)",
                "INSERT INTO orders VALUES (1, 'ann', '4111')");
    }

    /** Starts Writ with this declaration of {@code shop:q}. */
    private TestingDoor start(Path file, String sql, String... parameters) {
        return start(TestingSql.sqlite(file, sql, parameters));
    }

    private TestingDoor start(SqlDatabase... databases) {
        SqlServer server = new TestingSql(databases).server();
        return new TestingDoor(temp, temp, server, (database, events) -> List.of(server));
    }

    private static ToolOutcome run(TestingDoor door, String task) {
        return door.call(task, "sql_lite.execute_query", "{'query': 'shop:q', 'parameters': {'id': 1}}");
    }

    private static Decision.Denied denied(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Denied.class);
        return ((ToolOutcome.Denied) outcome).decision();
    }

    private String grantedBefore(String query) {
        try (TestingDoor door = start(shop, SQL, ID)) {
            String task = door.task();
            door.grant(task, "sql_lite", new QueryScope(List.of(query)));
            assertThat(run(door, task)).isInstanceOf(ToolOutcome.Succeeded.class);
            return task;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop:q", "shop:*", "*:*"})
    void aQueryThatStaysAsItWasIsAllowedAfterARestart(String granted) {
        String task = grantedBefore(granted);
        try (TestingDoor door = start(shop, SQL, ID)) {
            assertThat(run(door, task)).isInstanceOf(ToolOutcome.Succeeded.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop:q | SELECT card FROM orders WHERE id = :id     | {name: id, type: integer}",
                "shop:q | SELECT customer FROM orders WHERE id < :id | {name: id, type: integer}",
                "shop:q | SELECT customer FROM orders WHERE id = :id | {name: id, type: number}",
                "shop:q | SELECT customer FROM orders WHERE id = :id | {name: id, type: integer, max: 99}",
                "shop:* | SELECT card FROM orders WHERE id = :id     | {name: id, type: integer}",
                "*:*    | SELECT card FROM orders WHERE id = :id     | {name: id, type: integer}"
            })
    void aChangedQueryIsRefusedUntilItIsGrantedAgain(String granted, String sql, String parameter) {
        String task = grantedBefore(granted);
        try (TestingDoor door = start(shop, sql, parameter)) {
            Decision.Denied denied = denied(run(door, task));
            assertThat(denied.rule()).isEqualTo(Decision.Rule.DEFINITION);
            assertThat(denied.sentence())
                    .isEqualTo("The query 'shop:q' was changed after it was granted, so it has to be granted again.");

            var asked = denied.smallestRequest().path("scope").path("sql_lite");
            door.grant(task, "sql_lite", ScopeJson.read("sql_lite", asked));
            assertThat(run(door, task)).isInstanceOf(ToolOutcome.Succeeded.class);
        }
    }

    @Test
    void theSameQueryOnAnotherDatabaseIsAnotherQuery() {
        String task = grantedBefore("shop:q");
        Path other = temp.resolve("other.db");
        TestingSql.fill(other, "CREATE TABLE orders (id INTEGER, customer TEXT)");
        try (TestingDoor door = start(other, SQL, ID)) {
            assertThat(denied(run(door, task)).rule()).isEqualTo(Decision.Rule.DEFINITION);
        }
    }

    @Test
    void aQueryAddedLaterIsNotAmongAllThatWereGranted() {
        String task = grantedBefore("shop:*");
        SqlDatabase more = TestingSql.declare(TestingSql.one("sqlite", shop.toString(), "", SQL, ID) + """
                    - name: cards
                      description: Cards.
                      sql: SELECT card FROM orders
                """)
                .getFirst();
        try (TestingDoor door = start(more)) {
            assertThat(run(door, task)).isInstanceOf(ToolOutcome.Succeeded.class);
            assertThat(denied(door.call(task, "sql_lite.execute_query", "{'query': 'shop:cards'}"))
                            .rule())
                    .isEqualTo(Decision.Rule.DEFINITION);
        }
    }

    @Test
    void describingIsPinnedToo() {
        try (TestingDoor door = start(shop, SQL, ID)) {
            String task = door.task();
            Assignment grant = door.grant(task, "sql_lite", new QueryScope(List.of("shop:*")));
            assertThat(((QueryScope) grant.scope()).pins().orElse(Map.of()))
                    .containsOnlyKeys("shop:q", "shop:describe")
                    .allSatisfy((query, hash) -> assertThat(hash).matches("[0-9a-f]{64}"));
            assertThat(door.call(task, "sql_lite.describe", "{'database': 'shop'}"))
                    .isInstanceOf(ToolOutcome.Succeeded.class);
        }
    }
}
