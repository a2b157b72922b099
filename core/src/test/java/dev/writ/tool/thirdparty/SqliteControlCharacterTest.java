package dev.writ.tool.thirdparty;

import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;

class SqliteControlCharacterTest extends ControlCharacterContract {
    @Override
    Database open(Path folder) {
        return SqliteStore.open(folder.resolve("writ.db"));
    }
}
