package dev.writ.permission;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresPermissionHistoriesTest extends PermissionHistoriesContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
