package dev.writ.tool.thirdparty;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresControlCharacterTest extends ControlCharacterContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
