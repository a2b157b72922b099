package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQLite itself refuses on the connections of sql_lite, whatever SQL reaches it. */
class SqliteEngineTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aShop() {
        file = folder.resolve("a shop#1 100%.db");
        TestingSql.fill(
                file,
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, paid INTEGER)",
                "INSERT INTO orders VALUES (1, 'ann', 1), (2, 'bob', 0)");
    }

    private Connection open() throws SQLException {
        return SqlSource.of(TestingSql.sqlite(file, "SELECT 1"), Map.of()).open(new StopSignal(Duration.ofSeconds(5)));
    }

    @Test
    void readingWorks() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM orders")) {
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (3, 'eve', 1)",
                "UPDATE orders SET paid = 1",
                "DELETE FROM orders",
                "WITH x AS (SELECT 1) DELETE FROM orders",
                "INSERT INTO orders VALUES (3, 'eve', 1) RETURNING id",
                "REPLACE INTO orders VALUES (1, 'eve', 1)",
                "CREATE TABLE t (a)",
                "CREATE VIRTUAL TABLE t USING fts5(a)",
                "DROP TABLE orders",
                "ALTER TABLE orders ADD COLUMN x",
                "VACUUM",
                "SELECT load_extension('x')",
                "SELECT writefile('x', 'y')",
                "SELECT readfile('/etc/passwd')",
                "SELECT * FROM pragma_user_version(5)"
            })
    void everythingElseIsRefused(String sql) throws Exception {
        byte[] before = Files.readAllBytes(file);
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageNotContaining("syntax error");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA user_version = 5",
                "PRAGMA user_version(5)",
                "PRAGMA application_id = 5",
                "PRAGMA journal_mode = WAL",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA incremental_vacuum",
                "PRAGMA optimize"
            })
    void settingsNeverReachTheFile(String sql) throws Exception {
        byte[] before = Files.readAllBytes(file);
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                assertThat(e.getMessage()).doesNotContain("syntax error");
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void noSettingOfTheConnectionMakesItWritable() throws Exception {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = OFF");
            statement.execute("PRAGMA writable_schema = ON");
            assertThatThrownBy(() -> statement.execute("DELETE FROM orders")).hasMessageContaining("readonly");
            assertThatThrownBy(() -> statement.execute("DELETE FROM sqlite_schema"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void noOtherFileCanBeReachedOrWritten() throws Exception {
        Path other = folder.resolve("other.db");
        TestingSql.fill(other, "CREATE TABLE secrets (a)");
        Path copy = folder.resolve("copy.db");
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("ATTACH '" + other + "' AS o"))
                    .hasMessageContaining("attached");
            assertThatThrownBy(() -> statement.execute("ATTACH ':memory:' AS o"))
                    .hasMessageContaining("attached");
            assertThatThrownBy(() -> statement.execute("VACUUM INTO '" + copy + "'"))
                    .isInstanceOf(SQLException.class);
        }
        assertThat(copy).doesNotExist();
    }

    @Test
    void aMissingFileIsNeitherCreatedNorTakenForAnEmptyDatabase() {
        Path missing = folder.resolve("missing.db");
        var sql = new TestingSql(TestingSql.sqlite(missing, "SELECT 1 AS a"));
        assertThat(TestingSql.failure(() -> sql.query("shop:q", "{}")).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(missing).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "file::memory:?cache=shared", "x.db?mode=rwc", "x.db?mode=rwc&immutable=1"})
    void aLocationIsAFileNameAndNothingElse(String location) {
        var sql = new TestingSql(TestingSql.sqlite(Path.of(location), "SELECT 1 AS a"));
        assertThat(TestingSql.failure(() -> sql.query("shop:q", "{}")).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(Path.of("x.db")).doesNotExist();
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAsSuch() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "hello, this is not a database at all ".repeat(50));
        var sql = new TestingSql(TestingSql.sqlite(text, "SELECT * FROM sqlite_schema"));
        assertThat(TestingSql.failure(() -> sql.query("shop:q", "{}"))).satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(failure.message()).contains("'shop'");
        });
    }
}
