package dev.writ.tool.entity;

import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresEntityManagerServerTest extends EntityManagerServerContract {
    private final TestingStore store;

    PostgresEntityManagerServerTest(@TempDir Path dir) {
        store = TestingStore.onPostgres(dir);
    }

    @Override
    Database database() {
        return store.database();
    }

    @AfterEach
    void close() {
        store.close();
    }
}
