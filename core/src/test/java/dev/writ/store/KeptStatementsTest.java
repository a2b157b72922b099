package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that are kept between transactions must not show. */
class KeptStatementsTest {
    private static final String INSERT = "INSERT INTO settings (name, value) VALUES (:name, :value)";
    private static final String NAMES = "SELECT name FROM settings ORDER BY name";

    @TempDir
    Path folder;

    private Database filled() {
        Database database = SqliteStore.open(folder.resolve("writ.db"));
        for (String name : List.of("a", "b", "c")) {
            database.writeOnly(transaction -> insert(transaction, name));
        }
        return database;
    }

    private static void insert(Transaction transaction, String name) {
        transaction
                .handle()
                .createUpdate(INSERT)
                .bind("name", name)
                .bind("value", "1")
                .execute();
    }

    @Test
    void aQueryThatWasReadHalfWayLeavesNoSnapshotOpen() throws SQLException {
        try (Database database = filled()) {
            for (int i = 0; i < 3; i++) {
                assertThat(database.<String>write(transaction -> transaction
                                .handle()
                                .createQuery(NAMES)
                                .mapTo(String.class)
                                .findFirst()
                                .orElseThrow()))
                        .isEqualTo("a");
            }
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("writ.db"));
                    ResultSet busy = other.createStatement().executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                assertThat(busy.getInt(1)).as("whether somebody was in the way").isZero();
            }
        }
    }

    @Test
    void aReaderThatLeavesAQueryHalfReadSeesLaterOnWhatIsNew() {
        try (Database database = filled()) {
            for (int round = 0; round < 10; round++) {
                int next = round;
                String first = database.read(handle -> handle.createQuery(NAMES).mapTo(String.class).stream()
                        .iterator()
                        .next());
                assertThat(first).isEqualTo("a");
                database.writeOnly(transaction -> insert(transaction, "n" + next));
                List<String> names = database.read(
                        handle -> handle.createQuery(NAMES).mapTo(String.class).list());
                assertThat(names).contains("n" + next);
            }
        }
    }

    @Test
    void oneWithNamedParametersIsPreparedOnce() throws SQLException {
        filled().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("writ.db"))) {
            KeptStatements statements = new KeptStatements(Dialect.SQLITE);
            Jdbi jdbi = Jdbi.create(() -> connection).setStatementBuilderFactory(_ -> statements);
            try (Handle handle = jdbi.open()) {
                for (String name : List.of("d", "e", "f")) {
                    handle.createUpdate(INSERT)
                            .bind("name", name)
                            .bind("value", "1")
                            .execute();
                    handle.createQuery("SELECT value FROM settings WHERE name = :name")
                            .bind("name", name)
                            .mapTo(String.class)
                            .one();
                }
            }
            assertThat(statements.prepared()).isEqualTo(2);
        }
    }

    @Test
    void theSameWordsWithinThemselvesAreTwoStatements() {
        try (Database database = filled()) {
            List<String> pairs =
                    database.write(transaction -> transaction.handle().createQuery(NAMES).mapTo(String.class).stream()
                            .flatMap(outer -> transaction.handle().createQuery(NAMES).mapTo(String.class).stream()
                                    .map(inner -> outer + inner))
                            .toList());
            assertThat(pairs).containsExactly("aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc");
        }
    }

    @Test
    void aStatementThatFailedWorksAgain() {
        try (Database database = filled()) {
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> database.writeOnly(transaction -> insert(transaction, "a")));
            database.writeOnly(transaction -> {
                assertThatExceptionOfType(JdbiException.class).isThrownBy(() -> insert(transaction, "b"));
                insert(transaction, "d");
            });
            database.writeOnly(transaction -> insert(transaction, "e"));
            assertThat(database.<List<String>>read(handle ->
                            handle.createQuery(NAMES).mapTo(String.class).list()))
                    .containsExactly("a", "b", "c", "d", "e");
        }
    }

    @Test
    void moreDifferentStatementsThanAreKeptAllWork() {
        try (Database database = filled()) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 500; i++) {
                    int number = i;
                    assertThat(database.<Integer>write(transaction -> transaction
                                    .handle()
                                    .createQuery("SELECT " + number)
                                    .mapTo(Integer.class)
                                    .one()))
                            .isEqualTo(number);
                }
            }
        }
    }
}
