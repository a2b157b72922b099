package dev.writ.tool.message;

import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresMessageUserServerTest extends MessageUserServerContract {
    private final TestingStore store;

    PostgresMessageUserServerTest(@TempDir Path dir) {
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
