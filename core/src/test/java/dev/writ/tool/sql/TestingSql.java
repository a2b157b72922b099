package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.OperationResult;
import dev.writ.tool.TestingCalls;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Databases declared as users declare them, and short ways to call the operations on them. */
final class TestingSql {
    private final Map<String, SqlSource> sources = new LinkedHashMap<>();
    private final SqlServer server;

    TestingSql(Map<String, String> environment, SqlLimits limits, SqlDatabase... databases) {
        for (SqlDatabase database : databases) {
            sources.put(database.name(), SqlSource.of(database, environment));
        }
        this.server = new SqlServer(sources, () -> TestingRecords.START, limits);
    }

    TestingSql(SqlLimits limits, SqlDatabase... databases) {
        this(Map.of(), limits, databases);
    }

    TestingSql(SqlDatabase... databases) {
        this(SqlLimits.standard(), databases);
    }

    SqlServer server() {
        return server;
    }

    SqlSource source(String name) {
        return Objects.requireNonNull(sources.get(name));
    }

    OperationResult call(String operation, String arguments) {
        try {
            return TestingCalls.call(
                    server,
                    "sql_lite." + operation,
                    Json.parseObject(arguments),
                    TestingCalls.context(Optional.empty()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The data of a query given as {@code database:name}. */
    ObjectNode query(String name, String parameters) {
        return call("execute_query", "{\"query\": \"" + name + "\", \"parameters\": " + parameters + "}")
                .data();
    }

    static Failure failure(ThrowingCallable action) {
        return catchThrowableOfType(WritException.class, action).failure();
    }

    /** The databases of a {@code databases} list in YAML. */
    static List<SqlDatabase> declare(String yaml) {
        return SqlDatabases.fromConfig(new YAMLMapper().readTree(yaml));
    }

    /** An SQLite database with this one query, called {@code q}. */
    static SqlDatabase sqlite(Path file, String sql, String... parameters) {
        return declare(one("sqlite", file.toString(), "", sql, parameters)).getFirst();
    }

    static String one(String kind, String location, String more, String sql, String... parameters) {
        return """
                - name: shop
                  kind: %s
                  location: %s
                  description: Orders.
                %s  queries:
                    - name: q
                      description: The query.
                      sql: %s
                      parameters: [%s]
                """.formatted(kind, Json.write(location), more, Json.write(sql), String.join(", ", parameters));
    }

    static void fill(Path file, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
