package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.MissingNode;

/** Reading the {@code databases} list of writ.yaml. */
class SqlDatabasesTest {
    private static final String GOOD = """
            - name: shop
              kind: sqlite
              location: shop.db
              description: Orders and customers.
              queries:
                - name: orders_since
                  description: Orders that came since a time.
                  sql: SELECT * FROM orders WHERE at >= :since AND state = :state AND total > :least LIMIT :limit
                  parameters:
                    - {name: since, type: time, form: seconds, default: 7d}
                    - {name: state, type: text, options: [open, paid], required: true}
                    - {name: least, type: number, min: 0}
                    - {name: limit, type: integer, min: 1, max: 100, default: 10}
            - name: metrics
              kind: postgresql
              location: jdbc:postgresql://localhost:5432/metrics
              description: Measurements.
              user: reader
              password_env: METRICS_PASSWORD
            """;

    @Test
    void databasesAreReadAsDeclared() {
        List<SqlDatabase> databases = TestingSql.declare(GOOD);
        assertThat(databases).extracting(SqlDatabase::name).containsExactly("shop", "metrics");
        assertThat(databases.get(1)).satisfies(metrics -> {
            assertThat(metrics.kind()).isEqualTo(SqlKind.POSTGRESQL);
            assertThat(metrics.user()).isEqualTo("reader");
            assertThat(metrics.passwordVariable()).isEqualTo("METRICS_PASSWORD");
            assertThat(metrics.queries()).isEmpty();
        });
        SqlQuery query = databases.getFirst().query("orders_since").orElseThrow();
        assertThat(query.parameters())
                .extracting(parameter -> parameter.type().word())
                .containsExactly("time", "text", "number", "integer");
    }

    @Test
    void noDatabasesAreNoMistake() {
        assertThat(SqlDatabases.fromConfig(MissingNode.getInstance())).isEmpty();
        assertThat(SqlDatabases.fromConfig(Json.parse("null"))).isEmpty();
        assertThat(SqlDatabases.fromConfig(Json.parse("[]"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: shop                        | name: Shop One              | databases[0].name",
                "name: shop                        | name: writ                  | databases[0].name",
                "name: metrics                     | name: shop                  | databases[1].name",
                "kind: sqlite                      | kind: oracle                | databases[0].kind",
                "kind: sqlite                      | knd: sqlite                 | databases[0].knd",
                "location: shop.db                 | location: 5                 | databases[0].location",
                "location: shop.db                 | location: ''                | databases[0].location",
                "jdbc:postgresql://localhost       | postgres://localhost        | databases[1].location",
                "5432/metrics                      | 5432/metrics?password=x     | databases[1].location",
                "password_env: METRICS_PASSWORD    | password: x                 | databases[1].password",
                "name: orders_since                | name: describe              | databases[0].queries[0].name",
                "name: orders_since                | name: 'a:b'                 | databases[0].queries[0].name",
                "sql: SELECT *                     | sql: DELETE                 | databases[0].queries[0].sql",
                "LIMIT :limit                      | LIMIT 5                     | databases[0].queries[0].parameters",
                "LIMIT :limit                      | LIMIT :limit; DROP TABLE x  | databases[0].queries[0].sql",
                "LIMIT :limit                      | LIMIT :limit OFFSET :o      | databases[0].queries[0].sql",
                "type: number                      | type: float                 | databases[0].queries[0].parameters[2].type",
                "type: number,                     | ``                          | databases[0].queries[0].parameters[2].type",
                "min: 0                            | minimum: 0                  | databases[0].queries[0].parameters[2].minimum",
                "min: 0                            | min: zero                   | databases[0].queries[0].parameters[2].min",
                "min: 1,                           | min: 101,                   | databases[0].queries[0].parameters[3].min",
                "default: 10                       | default: 1000               | databases[0].queries[0].parameters[3].default",
                "default: 10                       | default: '10'               | databases[0].queries[0].parameters[3].default",
                "default: 7d                       | default: yesterday          | databases[0].queries[0].parameters[0].default",
                "form: seconds                     | form: months                | databases[0].queries[0].parameters[0].form",
                "required: true                    | required: 'yes'             | databases[0].queries[0].parameters[1].required",
                "required: true                    | required: true, default: open | databases[0].queries[0].parameters[1].default",
                "options: [open, paid]             | options: open               | databases[0].queries[0].parameters[1].options",
                "options: [open, paid]             | options: [1]                | databases[0].queries[0].parameters[1].options[0]",
                "options: [open, paid]             | pattern: '['                | databases[0].queries[0].parameters[1].pattern",
                "options: [open, paid]             | max_length: 0               | databases[0].queries[0].parameters[1].max_length",
                "name: least                       | name: limit                 | databases[0].queries[0].parameters[3].name",
                "user: reader                      | queries: {}                 | databases[1].queries"
            })
    void aMistakeIsNamedByItsKey(String right, String wrong, String place) {
        assertThat(GOOD).contains(right);
        Failure failure = TestingSql.failure(() -> TestingSql.declare(GOOD.replace(right, wrong)));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(failure.message()).startsWith("The setting " + place + " ");
        assertThat(failure.hint()).isNotEmpty();
    }

    @Test
    void aDatabaseMustNotBeAList() {
        assertThat(TestingSql.failure(() -> TestingSql.declare("- [a]")).message())
                .startsWith("The setting databases[0] must be a group of keys");
        assertThat(TestingSql.failure(() -> TestingSql.declare("shop: {}")).message())
                .startsWith("The setting databases must be a list");
    }

    @Test
    void sqliteHasNoPassword() {
        assertThat(TestingSql.failure(
                                () -> TestingSql.declare(GOOD.replace("kind: sqlite", "kind: sqlite\n  user: me")))
                        .message())
                .contains("databases[0]", "SQLite");
    }

    @Test
    void anyChangeOfMeaningChangesTheHashAndNothingElseDoes() {
        String hash = hash(GOOD);
        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(hash(GOOD));
        assertThat(hash(GOOD.replace("Orders that came", "All orders that came")))
                .isEqualTo(hash);
        assertThat(List.of(
                        hash(GOOD.replace("total > :least", "total < :least")),
                        hash(GOOD.replace("max: 100", "max: 101")),
                        hash(GOOD.replace("[open, paid]", "[open, paid, lost]")),
                        hash(GOOD.replace("default: 10", "default: 11")),
                        hash(GOOD.replace("form: seconds", "form: millis")),
                        hash(GOOD.replace("name: orders_since", "name: orders_after"))))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    private static String hash(String yaml) {
        return TestingSql.declare(yaml).getFirst().queries().getFirst().hash();
    }
}
