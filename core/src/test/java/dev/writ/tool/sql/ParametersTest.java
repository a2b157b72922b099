package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values reach the database checked, and as values. */
class ParametersTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aShop() {
        file = folder.resolve("shop.db");
        TestingSql.fill(
                file,
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, at INTEGER)",
                "INSERT INTO orders VALUES (1, 'ann', 1), (2, 'bob', 2), (3, 'o''neil', 3)");
    }

    private TestingSql echo(String parameter) {
        return new TestingSql(
                TestingSql.sqlite(file, "SELECT :a AS value, typeof(:a) AS type", "{name: a, " + parameter + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: text                                | \"o'neil\"                  | o'neil                   | text",
                "type: text                                | \"\"                        | ''                       | text",
                "type: text, max_length: 3                 | \"abc\"                     | abc                      | text",
                "type: text, options: [x, y]               | \"y\"                       | y                        | text",
                "type: text, pattern: '[a-c]+'             | \"abc\"                     | abc                      | text",
                "type: integer                             | 9223372036854775807         | 9223372036854775807      | integer",
                "type: 'integer', min: -3, max: 3          | -3                          | -3                       | integer",
                "type: number                              | 1.5                         | 1.5                      | real",
                "type: number                              | 2                           | 2.0                      | real",
                "type: boolean                             | true                        | 1                        | integer",
                "type: time                                | \"2026-11-01T00:00:00+02:00\" | 2026-10-31T22:00:00Z   | text",
                "type: time                                | \"24h\"                     | 2026-11-01T08:00:00Z     | text",
                "type: time                                | \"P7D\"                     | 2026-10-26T08:00:00Z     | text",
                "type: time                                | \"2026-11-01\"              | 2026-11-01T00:00:00Z     | text",
                "type: time, form: seconds                 | \"1970-01-01T00:00:09Z\"    | 9                        | integer",
                "type: time, form: millis                  | \"1970-01-01T00:00:09Z\"    | 9000                     | integer"
            })
    void valuesOfTheTypeAreBound(String parameter, String given, String value, String type) {
        var row = echo(parameter).query("shop:q", "{\"a\": " + given + "}").at("/rows/0");
        assertThat(row.path("value").asString()).isEqualTo(value);
        assertThat(row.path("type").asString()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: text                       | 5",
                "type: text                       | null",
                "type: text                       | true",
                "type: text                       | [\"a\"]",
                "type: text                       | {\"a\": \"b\"}",
                "type: text, max_length: 3        | \"abcd\"",
                "type: text, options: [x, y]      | \"z\"",
                "type: text, options: [x, y]      | \"x' OR '1'='1\"",
                "type: text, pattern: '[a-c]+'    | \"abcd\"",
                "type: text, pattern: '[a-c]+'    | \"abc\\n\"",
                "type: text                       | \"a\\u0000b\"",
                "type: text                       | \"\\ud800\"",
                "type: integer                    | \"5\"",
                "type: integer                    | 5.0",
                "type: integer                    | 1e2",
                "type: integer                    | 9223372036854775808",
                "type: integer                    | -9223372036854775809",
                "type: integer                    | true",
                "type: integer                    | [1]",
                "type: integer, min: 0, max: 3    | 4",
                "type: integer, min: 0, max: 3    | -1",
                "type: number                     | 1e400",
                "type: number                     | -1e400",
                "type: number                     | \"NaN\"",
                "type: number                     | \"1.5\"",
                "type: number, min: 0, max: 1     | 1.0000001",
                "type: boolean                    | \"true\"",
                "type: boolean                    | 1",
                "type: time                       | 5",
                "type: time                       | \"yesterday\"",
                "type: time                       | \"2026-13-01\"",
                "type: time                       | \"999999999w\"",
                "type: time                       | \"PT999999999999999999H\"",
                "type: time                       | \"+999999999-01-01T00:00:00Z\"",
                "type: time                       | \"24h' OR 1=1 --\""
            })
    void anythingElseIsRefusedNamingTheParameter(String parameter, String given) {
        Failure failure = TestingSql.failure(() -> echo(parameter).query("shop:q", "{\"a\": " + given + "}"));
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(failure.message()).isEqualTo("The parameter 'a' is not valid.");
        assertThat(failure.hint()).startsWith("Give 'a' as ");
    }

    @Test
    void aNumberOfFourHundredDigitsIsRefused() {
        String digits = "9".repeat(399);
        assertThat(TestingSql.failure(() -> echo("type: integer").query("shop:q", "{\"a\": " + digits + "}"))
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(TestingSql.failure(() -> echo("type: number").query("shop:q", "{\"a\": " + digits + "}"))
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @Test
    void missingAndUnknownParametersAreNamed() {
        assertThat(TestingSql.failure(() -> echo("type: text, required: true").query("shop:q", "{}")))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
                    assertThat(failure.message()).isEqualTo("The parameter 'a' is missing.");
                });
        assertThat(TestingSql.failure(() -> echo("type: text").query("shop:q", "{\"A\": \"x\"}")))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
                    assertThat(failure.message()).contains("no parameter 'A'");
                    assertThat(failure.hint()).isEqualTo("It takes: a.");
                });
    }

    @Test
    void aParameterLeftOutHasItsDefaultOrIsNull() {
        assertThat(echo("type: integer, default: 7")
                        .query("shop:q", "{}")
                        .at("/rows/0/value")
                        .intValue())
                .isEqualTo(7);
        assertThat(echo("type: integer")
                        .query("shop:q", "{}")
                        .at("/rows/0/value")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann' OR '1'='1",
                "ann'; DROP TABLE orders; --",
                "ann' UNION SELECT sql FROM sqlite_schema --",
                "annʼ OR ʼ1ʼ=ʼ1",
                "ann’ OR ’1’=’1",
                "ann＇ OR ＇1＇=＇1",
                "ann\\' OR 1=1 --",
                "ann/**/OR/**/1=1",
                "%",
                ":a",
                "?"
            })
    void sqlInAValueStaysAValue(String attack) {
        var sql = new TestingSql(TestingSql.sqlite(
                file, "SELECT id FROM orders WHERE customer = :name", "{name: name, type: text, required: true}"));
        String arguments = dev.writ.Json.write(dev.writ.Json.object().put("name", attack));
        assertThat(sql.query("shop:q", arguments).path("row_count").intValue()).isZero();
        assertThat(sql.query("shop:q", "{\"name\": \"o'neil\"}")
                        .at("/rows/0/id")
                        .intValue())
                .isEqualTo(3);
    }
}
