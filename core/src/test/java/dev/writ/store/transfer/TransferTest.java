package dev.writ.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Database;
import dev.writ.store.Dialect;
import dev.writ.store.PostgresAddress;
import dev.writ.store.SqliteStore;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rows of one database in another one, whichever way; or nothing at all. */
class TransferTest {
    private static final String ODD = "ä 😀 \u2028 ' \" \\ \\0 \t {\"a\": [1]} \u007f";

    /** Of columns that take some words or numbers only. */
    private static final Map<String, Object> FITTING = Map.of(
            "experiments.kind", "agent",
            "experiments.stage", "canary",
            "experiments.state", "running",
            "experiments.proposal", "{\"changes\": {}}",
            "experiment_outcomes.arm", "candidate",
            "tree_versions.arm", "candidate",
            "tree_versions.state", "open",
            "incidents.state", "open");

    @TempDir
    Path folder;

    private Path file;
    private PostgresAddress server;

    @BeforeEach
    void fill() throws SQLException {
        file = folder.resolve("writ.db");
        SqliteStore.open(file).close();
        server = TestingPostgres.address(folder);
        try (End end = End.into(file)) {
            for (Table table : Catalogue.of(end.connection())) {
                try (var insertion = end.connection().prepareStatement(table.insertion(false))) {
                    Values.write(insertion, row(table), Dialect.SQLITE);
                    insertion.executeUpdate();
                }
            }
            end.commit();
        }
    }

    /** Keys are the same everywhere, so that all references hold. */
    private static @Nullable Object[] row(Table table) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Table.Column column : table.columns()) {
            Object fitting = FITTING.get(table.name() + "." + column.name());
            values.add(
                    fitting != null
                            ? fitting
                            : switch (column.kind()) {
                                case TEXT -> isFree(column.name()) ? ODD : "x1";
                                case WHOLE -> 1L;
                                case FRACTION -> 0.1 + 0.2;
                                case BYTES -> new byte[] {0, 1, (byte) 0xff, 0};
                                case TRUTH -> true;
                                case TIME -> Instant.ofEpochMilli(1_795_000_000_123L);
                            });
        }
        return values.toArray();
    }

    private static boolean isFree(String column) {
        return List.of("data", "content", "reason", "request", "summary", "instruction", "result", "text", "note")
                .contains(column);
    }

    private List<Moved> up() {
        try (End from = End.from(file);
                End into = End.into(server, "")) {
            List<Moved> moved = Transfer.run(from, into, one -> {});
            into.commit();
            return moved;
        }
    }

    private Failure failsUp() {
        WritException thrown = catchThrowableOfType(WritException.class, this::up);
        assertThat(thrown).as("the transfer fails").isNotNull();
        return thrown.failure();
    }

    private void sql(String sql) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file)) {
            handle.execute(sql);
        }
    }

    @Test
    void every_table_arrives_and_comes_back_as_it_was() {
        List<Moved> up = up();
        assertThat(up)
                .hasSizeGreaterThan(30)
                .allSatisfy(moved -> assertThat(moved.rows()).as(moved.table()).isEqualTo(1));
        Path back = folder.resolve("back.db");
        SqliteStore.open(back).close();
        List<Moved> down;
        try (End from = End.from(server, "");
                End into = End.into(back)) {
            down = Transfer.run(from, into, one -> {});
            into.commit();
        }
        assertThat(down).containsExactlyInAnyOrderElementsOf(up);
    }

    @Test
    void wake_ups_that_somebody_had_picked_are_free() {
        up();
        try (Database database = TestingPostgres.open(folder)) {
            int free = database.read(handle -> handle.createQuery(
                            "SELECT COUNT(*) FROM scheduled_tasks WHERE NOT picked AND picked_by IS NULL"
                                    + " AND last_heartbeat IS NULL AND last_success IS NOT NULL")
                    .mapTo(Integer.class)
                    .one());
            assertThat(free).isEqualTo(1);
        }
    }

    @Test
    void what_guards_rows_guards_them_again() {
        up();
        try (Database database = TestingPostgres.open(folder)) {
            assertThat(catchThrowableOfType(
                            RuntimeException.class,
                            () -> database.writeOnly(
                                    transaction -> transaction.execute("UPDATE experiment_outcomes SET score = 1"))))
                    .hasMessageContaining("what was measured stays as it was");
        }
    }

    @Test
    void a_row_from_before_its_guard_was_there_is_moved_too() {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file)) {
            String guard = handle.createQuery(
                            "SELECT sql FROM sqlite_schema WHERE name = 'experiments_stay_what_they_are'")
                    .mapTo(String.class)
                    .one();
            handle.execute("DROP TRIGGER experiments_stay_what_they_are");
            handle.execute("UPDATE experiments SET proposal = '{\"changes\": {\"permissions\": 1}}'");
            handle.execute(guard);
        }
        assertThat(up()).hasSizeGreaterThan(30);
    }

    @Test
    void a_database_with_rows_is_refused_and_left_as_it_is() {
        up();
        Failure failure = failsUp();
        assertThat(failure.code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure.message()).contains("has rows");
    }

    @Test
    void a_text_that_a_server_cannot_store_is_named_and_nothing_is_moved() {
        sql("UPDATE trees SET request = 'a' || char(0) || 'b'");
        Failure failure = failsUp();
        assertThat(failure.message()).contains("table trees, row x1, request", "U+0000");
        sql("UPDATE trees SET request = 'ab'");
        assertThat(up()).hasSizeGreaterThan(30);
    }

    @Test
    void a_value_of_another_type_is_named() {
        sql("UPDATE tasks SET title = x'00ff'");
        assertThat(failsUp().message()).contains("table tasks, row x1, title");
    }

    @Test
    void what_breaks_off_leaves_the_database_empty() {
        try (End from = End.from(file);
                End into = End.into(server, "")) {
            Transfer.run(from, into, one -> {});
        }
        assertThat(up()).hasSizeGreaterThan(30);
    }

    @Test
    void a_database_on_which_nodes_work_is_not_copied() {
        up();
        try (Database database = TestingPostgres.open(folder)) {
            WritException thrown = catchThrowableOfType(
                    WritException.class, () -> End.from(server, "").close());
            assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORE_LOCKED);
            assertThat(database.cluster()).isPresent();
        }
        End.from(server, "").close();
    }
}
