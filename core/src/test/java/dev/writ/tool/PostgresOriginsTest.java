package dev.writ.tool;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresOriginsTest extends OriginsContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
