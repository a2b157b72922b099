package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredQueriesTest {
    @TempDir
    Path folder;

    private SqlSource source(Path file) {
        return SqlSource.of(
                SqlDatabases.fromConfig(Json.parse("""
                                [{"name": "shop", "kind": "sqlite", "location": "%s", "description": "Orders.", "queries": [
                                  {"name": "all_orders", "description": "All.", "sql": "SELECT id FROM orders"},
                                  {"name": "lost", "description": "Gone.", "sql": "SELECT total FROM orders"}]}]
                                """.formatted(file))).getFirst(), Map.of());
    }

    @Test
    void whatDoesNotFitTheDatabaseIsNamedWithItsReason() throws SQLException {
        Path file = folder.resolve("shop.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INTEGER)");
        }
        assertThat(DeclaredQueries.mistakes(source(file)))
                .containsOnlyKeys("lost")
                .satisfies(mistakes -> assertThat(mistakes.get("lost")).contains("no such column: total"));
    }

    @Test
    void aDatabaseThatIsNotThereIsUnavailable() {
        assertThatThrownBy(() -> DeclaredQueries.mistakes(source(folder.resolve("none.db"))))
                .isInstanceOfSatisfying(
                        WritException.class,
                        thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.UNAVAILABLE));
    }
}
