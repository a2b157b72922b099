package dev.writ.insight.activity;

import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of roll-ups share: an event log filled by hand, from eight o'clock on the second of November 2026 on. */
abstract class ActivityTest {
    static final Instant START = TestingRecords.START;
    static final Period ALL = new Period(START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(60)));

    @TempDir
    Path folder;

    TestingRecords records;
    Rollups rollups;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        records.tree("tree_1");
        rollups = new Rollups(records.database());
    }

    @AfterEach
    void close() {
        records.close();
    }

    StageFigures figures(Stage stage) {
        return new Activities(records.database()).of(stage, ALL);
    }

    void call(Instant at, String agent, String operation, String outcome, Duration took) {
        records.events(List.of(Map.entry(at, event(agent, operation, outcome, took))));
    }

    static NewEvent event(String agent, String operation, String outcome, Duration took) {
        int dot = operation.indexOf('.');
        return NewEvent.of("tool." + outcome, "tool_call", "call")
                .in("tree_1", "task_1")
                .by("agent:" + agent)
                .ended(outcome, took)
                .with("tool", operation.substring(0, dot))
                .with("operation", operation.substring(dot + 1))
                .with("agent", agent)
                .with("rule", outcome.equals("denied") ? "scope" : "")
                .with("bytes", 10);
    }

    /** The grant ended. */
    void ended(String grant, String type) {
        records.event(NewEvent.of(type, "grant", grant).in("tree_1", "task_1").ended("ended", Duration.ofMinutes(5)));
    }
}
