package dev.writ.permission;

import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;

class PostgresDelegationTest extends DelegationContract {
    @Override
    Database open(Path folder) {
        return TestingPostgres.open(folder);
    }
}
