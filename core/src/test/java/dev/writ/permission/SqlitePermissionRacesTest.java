package dev.writ.permission;

import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;

class SqlitePermissionRacesTest extends PermissionRacesContract {
    @Override
    Database open(Path folder) {
        return SqliteStore.open(folder.resolve("writ.db"));
    }
}
