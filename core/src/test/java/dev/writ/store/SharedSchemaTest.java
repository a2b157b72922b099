package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node meets a database of another version, with other nodes at work or without. */
class SharedSchemaTest {
    private static final int NEXT = Migrations.NEWEST + 1;
    private static final IdSource IDS = prefix -> prefix + "_" + UUID.randomUUID();

    @TempDir
    Path folder;

    private PostgresAddress address;

    @BeforeEach
    void make() {
        address = TestingPostgres.address(folder);
    }

    private Database open() {
        return PostgresStore.open(address, "", IDS);
    }

    private void execute(String... statements) {
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            for (String sql : statements) {
                handle.execute(sql);
            }
        }
    }

    /** What the next version's migration leaves; a column that this version does not know, to begin with. */
    private void migrateToNext() {
        execute(
                "ALTER TABLE settings ADD COLUMN of_the_next_version TEXT",
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) SELECT MAX(installed_rank) + 1, '" + NEXT
                        + "', 'next', 'SQL', 'V" + NEXT + "__next.sql', 'test', 1, TRUE FROM flyway_schema_history");
    }

    /** As such a migration does that this version cannot work with. */
    private void shutOutThisVersion() {
        execute("BEGIN; LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE; UPDATE oldest_node SET migration = " + NEXT
                + "; DELETE FROM nodes WHERE migration < " + NEXT + "; COMMIT");
    }

    private static void write(Database database) {
        database.checkWritable();
    }

    private static FailureCode code(Throwable thrown) {
        return ((WritException) thrown).failure().code();
    }

    @Test
    void the_database_says_which_nodes_may_work_on_it() {
        try (Database database = open()) {
            int oldest = database.read(handle -> handle.createQuery("SELECT migration FROM oldest_node")
                    .mapTo(Integer.class)
                    .one());
            assertThat(oldest).isEqualTo(SharedSchema.OLDEST_NODE);
        }
    }

    @Test
    void a_newer_version_that_only_adds_something_is_worked_beside() {
        try (Database before = open()) {
            migrateToNext();
            write(before);
            try (Database after = open()) {
                write(after);
            }
            write(before);
        }
    }

    @Test
    void a_newer_version_that_this_one_cannot_work_with_is_refused_and_nothing_is_changed() {
        migrateToNext();
        shutOutThisVersion();
        assertThatThrownBy(this::open).satisfies(thrown -> {
            assertThat(code(thrown)).isEqualTo(FailureCode.STORE_NEWER);
            assertThat(thrown.getMessage()).contains("version " + NEXT);
        });
    }

    @Test
    void a_node_at_work_writes_nothing_more_once_such_a_version_is_there() throws Exception {
        try (Database before = open()) {
            write(before);
            migrateToNext();
            shutOutThisVersion();
            assertThatThrownBy(() -> write(before)).isInstanceOf(WritException.class);
            FailureCode last = FailureCode.INTERNAL;
            for (int i = 0; i < 500 && last != FailureCode.STORE_NEWER; i++) {
                Thread.sleep(10);
                try {
                    write(before);
                } catch (WritException e) {
                    last = e.failure().code();
                }
            }
            assertThat(last).isEqualTo(FailureCode.STORE_NEWER);
        }
    }

    @Test
    void nodes_of_an_older_version_are_not_cut_off_unasked() {
        execute(
                "DELETE FROM flyway_schema_history WHERE CAST(version AS INTEGER) >= " + SharedSchema.OLDEST_NODE,
                "INSERT INTO nodes (id, started_at, seen_at) VALUES ('node_old', now(), clock_timestamp() + INTERVAL '1 hour')");
        assertThatThrownBy(this::open).satisfies(thrown -> {
            assertThat(code(thrown)).isEqualTo(FailureCode.STORE_LOCKED);
            assertThat(thrown.getMessage()).contains("1 node of an older version");
        });
    }
}
