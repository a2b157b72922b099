package dev.writ.tool;

import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;

class SqliteUnavailableToolsTest extends UnavailableToolsContract {
    @Override
    Database open(Path folder) {
        return SqliteStore.open(folder.resolve("writ.db"));
    }
}
