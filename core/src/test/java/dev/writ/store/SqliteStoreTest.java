package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Opening a database file, and what is said where it cannot be used. */
class SqliteStoreTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("writ.db");
    }

    private Failure failure(Path file) {
        WritException thrown = catchThrowableOfType(
                WritException.class, () -> SqliteStore.open(file).close());
        assertThat(thrown).as("opening fails").isNotNull();
        assertThat(thrown.failure().hint()).isNotBlank();
        return thrown.failure();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void a_new_file_is_made_with_its_folders_for_its_owner_alone_and_keeps_what_is_written() throws IOException {
        Path file = folder.resolve("a/b/writ.db");
        try (Database database = SqliteStore.open(file)) {
            database.writeOnly(tx -> tx.handle().execute("INSERT INTO settings (name, value) VALUES ('a', '1')"));
        }
        try (Database database = SqliteStore.open(file)) {
            assertThat(names(database)).containsExactly("a");
            try (var files = Files.list(file.getParent())) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(one -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                                .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void every_commit_is_synced_and_foreign_keys_hold() {
        try (Database database = SqliteStore.open(file())) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "synchronous")).isEqualTo("2");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(
                            catchThrowableOfType(
                                    RuntimeException.class,
                                    () -> database.writeOnly(
                                            tx -> tx.handle()
                                                    .execute(
                                                            "INSERT INTO task_dependencies (task, depends_on) VALUES ('none', 'none')"))))
                    .hasMessageContaining("FOREIGN KEY");
        }
    }

    private static String pragma(Database database, String name) {
        return database.write(tx ->
                tx.handle().createQuery("PRAGMA " + name).mapTo(String.class).one());
    }

    @Test
    void a_read_cannot_write() {
        try (Database database = SqliteStore.open(file())) {
            WritException thrown = catchThrowableOfType(
                    WritException.class,
                    () -> database.read(
                            handle -> handle.execute("INSERT INTO settings (name, value) VALUES ('a', '1')")));
            assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORE_READ_ONLY);
            assertThat(names(database)).isEmpty();
        }
    }

    @Test
    void the_newest_migration_is_the_one_that_lets_flyway_be_left_out() throws SQLException {
        SqliteStore.open(file()).close();
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file());
        assertThat(Migrations.flyway(Dialect.SQLITE, database).info().current().getVersion())
                .hasToString(SqliteStore.NEWEST_MIGRATION);
        assertThat(AppliedMigrations.newest(database)).contains(SqliteStore.NEWEST_MIGRATION);
        sql("UPDATE flyway_schema_history SET success = 0");
        assertThat(AppliedMigrations.newest(database)).isEmpty();
    }

    @Test
    void a_database_of_a_newer_writ_is_refused_and_not_changed() throws Exception {
        SqliteStore.open(file()).close();
        sql("""
                INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                    installed_by, installed_on, execution_time, success)
                VALUES (99, '99', 'from the future', 'SQL', 'V99__future.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)""");
        byte[] before = Files.readAllBytes(file());
        Failure failure = failure(file());
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_NEWER);
        assertThat(failure.message()).contains("99");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void what_is_no_database_is_refused_and_not_changed() throws IOException {
        for (String content :
                List.of("these are notes\n".repeat(100), "x", "SQLite format 3\0 and then rubbish".repeat(40))) {
            Files.writeString(file(), content);
            assertThat(failure(file()).code()).isEqualTo(FailureCode.STORE_DAMAGED);
            assertThat(file()).hasContent(content);
        }
    }

    @Test
    void a_database_that_another_program_holds_is_named_as_locked_and_is_usable_after_it() throws SQLException {
        SqliteStore.open(file()).close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("INSERT INTO settings (name, value) VALUES ('theirs', '1')");
            assertThat(failure(file()).code()).isEqualTo(FailureCode.STORE_LOCKED);
            statement.execute("ROLLBACK");
        }
        try (Database database = SqliteStore.open(file())) {
            assertThat(names(database)).isEmpty();
        }
    }

    @Test
    void a_write_while_another_program_holds_the_file_fails_and_later_ones_go_on() throws SQLException {
        try (Database database = SqliteStore.open(file())) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                WritException thrown = catchThrowableOfType(WritException.class, () -> insert(database, "a"));
                assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORE_LOCKED);
                assertThat(names(database)).as("reading goes on").isEmpty();
                statement.execute("ROLLBACK");
            }
            insert(database, "b");
            assertThat(names(database)).containsExactly("b");
        }
    }

    @Test
    void a_full_disk_fails_the_write_and_what_fits_is_written_later() {
        try (Database database = SqliteStore.open(file())) {
            int pages = Integer.parseInt(pragma(database, "page_count"));
            pragma(database, "max_page_count = " + (pages + 1));
            WritException thrown =
                    catchThrowableOfType(WritException.class, () -> insert(database, "x".repeat(100_000)));
            assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORE_FULL);
            assertThat(names(database)).isEmpty();
            insert(database, "small");
            assertThat(names(database)).containsExactly("small");
        }
    }

    @Test
    void a_folder_in_place_of_the_file_is_refused() throws IOException {
        Files.createDirectory(file());
        assertThat(failure(file()).code()).isEqualTo(FailureCode.STORE_READ_ONLY);
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws IOException {
        Files.writeString(folder.resolve("data"), "x");
        assertThat(failure(folder.resolve("data/writ.db")).code()).isEqualTo(FailureCode.STORE_READ_ONLY);
        assertThat(folder.resolve("data")).hasContent("x");
    }

    @Test
    void a_file_or_folder_that_may_not_be_written_is_refused() throws Exception {
        SqliteStore.open(file()).close();
        byte[] before = Files.readAllBytes(file());
        assertThat(openedReadOnly(folder)).startsWith("store_read_only");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(openedReadOnly(Files.createDirectory(folder.resolve("empty"))))
                .startsWith("store_read_only");
    }

    /** What a process says that sees the folder read-only; modes would not hinder root. */
    private static String openedReadOnly(Path folder) throws IOException, InterruptedException {
        Path bubblewrap = Path.of("/usr/bin/bwrap");
        Assumptions.assumeThat(bubblewrap).exists();
        Process process = new ProcessBuilder(
                        bubblewrap.toString(),
                        "--bind",
                        "/",
                        "/",
                        "--ro-bind",
                        folder.toString(),
                        folder.toString(),
                        "--proc",
                        "/proc",
                        "--dev",
                        "/dev",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OpensStore.class.getName(),
                        folder.resolve("writ.db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        int exit = process.waitFor();
        Assumptions.assumeThat(said)
                .as("bubblewrap can run here (exit " + exit + ")")
                .isNotEmpty();
        return said;
    }

    /** Opens a store and says what came of it. */
    static final class OpensStore {
        private OpensStore() {}

        public static void main(String[] arguments) {
            try (Database database = SqliteStore.open(Path.of(arguments[0]))) {
                insert(database, "a");
                System.out.println("written");
            } catch (WritException e) {
                System.out.println(e.failure());
            }
        }
    }

    private static void insert(Database database, String name) {
        database.writeOnly(tx -> tx.handle().execute("INSERT INTO settings (name, value) VALUES (?, '1')", name));
    }

    private static List<String> names(Database database) {
        return database.read(handle -> handle.createQuery("SELECT name FROM settings ORDER BY name")
                .mapTo(String.class)
                .list());
    }
}
