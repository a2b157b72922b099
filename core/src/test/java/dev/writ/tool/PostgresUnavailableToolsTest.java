package dev.writ.tool;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresUnavailableToolsTest extends UnavailableToolsContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
