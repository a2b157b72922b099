package dev.writ.insight.knowledge;

import dev.writ.store.TestingStore;
import java.nio.file.Path;

class HybridKnowledgeOnPostgresTest extends HybridKnowledgeContract {
    @Override
    TestingStore store(Path dir) {
        return TestingStore.onPostgres(dir);
    }
}
