package dev.writ.tool;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresDeniedCallsTest extends DeniedCallsContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
