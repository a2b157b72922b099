package dev.writ.insight;

import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of analyses share: records with one tree, and a period that holds the first thousand seconds. */
abstract class InsightTest {
    static final Period ALL = new Period(at(0), at(1_000));

    @TempDir
    Path folder;

    TestingRecords records;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        records.tree("tree_1");
    }

    @AfterEach
    void close() {
        records.close();
    }

    static Instant at(long second) {
        return Instant.ofEpochMilli(TestingRecords.millis(second));
    }
}
