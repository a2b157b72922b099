package dev.writ.insight.knowledge;

import dev.writ.store.TestingStore;
import java.nio.file.Path;

class HybridKnowledgeTest extends HybridKnowledgeContract {
    @Override
    TestingStore store(Path dir) {
        return TestingStore.open(dir);
    }
}
