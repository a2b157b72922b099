package dev.writ.fuzz;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.sql.ParameterType;
import dev.writ.tool.sql.SqlStatement;
import dev.writ.tool.sql.SqlValue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Declared SQL and the values of its parameters: where SQLite understands a statement at all, it sees as many parameters
 * as Writ does, and a value that is taken is within its range.
 */
public final class SqlFuzzer {
    private static final Connection DATABASE = database();
    private static final List<ParameterType> TYPES = List.of(
            new ParameterType.Text(20, List.of(), Optional.empty()),
            new ParameterType.Text(20, List.of("a", "b"), Optional.empty()),
            new ParameterType.Text(1_000, List.of(), Optional.of(Pattern.compile("(a+)+b"))),
            new ParameterType.Whole(-5, 5),
            new ParameterType.Decimal(-1e3, 1e3),
            new ParameterType.Truth(),
            new ParameterType.Moment(ParameterType.TimeForm.MILLIS));

    private SqlFuzzer() {}

    private static Connection database() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            connection.createStatement().execute("CREATE TABLE t (a, b, c)");
            return connection;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        String text = FuzzText.of(data);
        statement(text);
        try {
            JsonNode value = Json.parse(text);
            TYPES.forEach(type -> value(type, value));
        } catch (WritException e) {
            // It is no JSON.
            return;
        }
    }

    private static void statement(String text) {
        SqlStatement read;
        try {
            read = SqlStatement.parse(text);
        } catch (SqlStatement.NotReadable e) {
            FuzzText.require(!e.reason().isBlank(), "a refusal with its reason", text);
            return;
        }
        FuzzText.require(read.sql().equals(text), "it is kept as declared", text);
        try (PreparedStatement prepared = DATABASE.prepareStatement(read.positional())) {
            FuzzText.require(
                    prepared.getParameterMetaData().getParameterCount()
                            == read.names().size(),
                    "SQLite sees the same parameters",
                    text);
        } catch (SQLException e) {
            // SQLite does not understand it, and will say so when it is run.
            return;
        }
    }

    private static void value(ParameterType type, JsonNode given) {
        Optional<SqlValue> value = type.read(given, Instant.EPOCH);
        value.ifPresent(taken -> {
            boolean fits =
                    switch (taken) {
                        case SqlValue.Text(String text) -> text.length() <= 1_000 && text.indexOf(0) < 0;
                        case SqlValue.Whole(long number) -> number >= -5 && number <= 5;
                        case SqlValue.Decimal(double number) -> Math.abs(number) <= 1e3;
                        case SqlValue.Truth ignored -> given.isBoolean();
                        case SqlValue.Moment ignored -> given.isString();
                        case SqlValue.Missing ignored -> false;
                    };
            FuzzText.require(fits, "a value that is taken fits", given);
        });
    }
}
