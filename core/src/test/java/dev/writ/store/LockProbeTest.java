package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.WritException;
import java.nio.file.Path;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that says it locks, and does not. */
class LockProbeTest {
    @TempDir
    Path folder;

    @Test
    void a_server_whose_locks_lock_nothing_is_refused() {
        PostgresAddress address = TestingPostgres.address(folder);
        try (Handle handle = Jdbi.open(address.jdbcUrl(), address.user(), "")) {
            handle.execute("CREATE SCHEMA stubs");
            handle.execute("CREATE FUNCTION stubs.pg_try_advisory_xact_lock(bigint) RETURNS boolean LANGUAGE sql AS"
                    + " 'SELECT TRUE'");
            handle.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = stubs, pg_catalog, public',"
                    + " current_database()); END $$");
        }
        assertThatThrownBy(() -> PostgresStore.open(address, "", prefix -> prefix + "_" + UUID.randomUUID()))
                .isInstanceOf(WritException.class)
                .hasMessageContaining("one advisory lock to two");
    }
}
