package dev.writ.insight.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.entity.Change;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Rollups;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each detector finds its own kind from its threshold on, says so with evidence, and says the same again. */
class DetectorsTest {
    private static final String RUN = "terminal.execute_command";
    private static final String QUERY = "sql_lite.execute_query";
    private static final Period ALL = new Period(TestingRecords.START, TestingRecords.START.plus(Duration.ofDays(1)));

    @TempDir
    Path folder;

    private TestingRecords records;
    private Definitions definitions;
    private int tasks;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        records.tree("tree_1");
        TimeOrderedIds ids = new TimeOrderedIds(records.clock(), new Random(3));
        definitions = new Definitions(
                records.database(), new EventLog(records.database(), records.clock(), ids), records.clock(), ids);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private List<Opportunity> found(Opportunity.Kind kind) {
        List<Opportunity> found = Detectors.all(records.database(), definitions).in(ALL).stream()
                .filter(one -> one.kind() == kind)
                .toList();
        assertThat(Detectors.all(records.database(), definitions).in(ALL).stream()
                        .filter(one -> one.kind() == kind))
                .as("the same again")
                .isEqualTo(found);
        return found;
    }

    private String task(String agent) {
        String id = "t" + ++tasks;
        records.task(id, agent, "neutral_task", "completed", tasks, tasks + 5, 1);
        return id;
    }

    private void cut(String call, String by) {
        records.database().writeOnly(tx -> tx.execute("UPDATE tool_usage_events SET cut = ? WHERE call = ?", by, call));
    }

    private void set(String call, String column, Object value) {
        records.database()
                .writeOnly(tx ->
                        tx.execute("UPDATE tool_usage_events SET " + column + " = ? WHERE call = ?", value, call));
    }

    @Test
    void nothingHappenedNothingFound() {
        assertThat(Detectors.all(records.database(), definitions).in(ALL)).isEmpty();
    }

    @Test
    void aTimeLimitThatCutsWorkWhichEndsWithMore() {
        String task = task("worker");
        String cut = records.call(task, "worker", RUN, "succeeded", 1, 1_000, "", "{\"argv\":[\"make\",\"all\"]}");
        cut(cut, "time");
        // Other work that ended, work that was quicker, and what named its own limit say nothing.
        records.call(
                task, "worker", RUN, "succeeded", 3, 5_000, "", "{\"argv\":[\"make\",\"docs\"],\"timeout_seconds\":9}");
        records.call(
                task, "worker", RUN, "succeeded", 4, 500, "", "{\"argv\":[\"make\",\"all\"],\"timeout_seconds\":9}");
        String own = records.call(
                task, "worker", RUN, "succeeded", 5, 1_000, "", "{\"argv\":[\"x\"],\"timeout_seconds\":1}");
        cut(own, "time");
        assertThat(found(Opportunity.Kind.TIME_CUT)).isEmpty();
        records.call(
                task, "worker", RUN, "succeeded", 9, 4_000, "", "{\"argv\":[\"make\",\"all\"],\"timeout_seconds\":9}");
        assertThat(found(Opportunity.Kind.TIME_CUT)).singleElement().satisfies(one -> {
            assertThat(one.entityKind()).isEqualTo(EntityKind.TOOL);
            assertThat(one.entity()).isEqualTo("terminal");
            assertThat(one.subject()).isEqualTo(Tunable.COMMAND_SECONDS.id());
            assertThat(one.evidence()).containsExactly(cut);
            assertThat(one.before().value()).isEqualTo(1);
        });
    }

    @Test
    void aTimeLimitThatIsRunIntoAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(found(Opportunity.Kind.TIME_CUT)).isEmpty();
            cut(
                    records.call(task("worker"), "worker", QUERY, "failed", i, 10_000, "too slow", "{\"query\":\"q\"}"),
                    "time");
        }
        assertThat(found(Opportunity.Kind.TIME_CUT)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("sql_lite");
            assertThat(one.evidence()).hasSize(3);
        });
    }

    @Test
    void aLimitTooLowIsOneAroundWhichAgentsAskAgain() {
        for (int i = 0; i < 2; i++) {
            assertThat(found(Opportunity.Kind.LIMIT_TOO_LOW)).isEmpty();
            String task = task("worker");
            String first = records.call(task, "worker", QUERY, "succeeded", 10 * i, 5, "", "{\"query\":\"q\"}");
            cut(first, "size");
            String same = records.call(task, "worker", QUERY, "succeeded", 10 * i + 1, 5, "", "{\"query\":\"q\"}");
            assertThat(found(Opportunity.Kind.LIMIT_TOO_LOW)).isEmpty();
            set(same, "arguments", "{\"query\":\"q\",\"parameters\":{\"from\":1000}}");
            set(same, "arguments_hash", "other");
        }
        assertThat(found(Opportunity.Kind.LIMIT_TOO_LOW)).singleElement().satisfies(one -> {
            assertThat(one.subject()).isEqualTo(Tunable.QUERY_ROWS.id());
            assertThat(one.evidence()).hasSize(2);
        });
    }

    @Test
    void aLimitTooHighIsOneThatLetsEnormousResultsThrough() {
        String task = task("worker");
        for (int i = 0; i < 3; i++) {
            assertThat(found(Opportunity.Kind.LIMIT_TOO_HIGH)).isEmpty();
            set(records.call(task, "worker", QUERY, "succeeded", i, 5, "", "{\"query\":\"q\"}"), "bytes", 200_000);
        }
        assertThat(found(Opportunity.Kind.LIMIT_TOO_HIGH)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("sql_lite");
            assertThat(one.before().value()).isEqualTo(200_000);
            assertThat(one.hypothesis()).contains("3 of 3 results").contains("200 kB");
        });
        for (int i = 0; i < 20; i++) {
            set(records.call(task, "worker", QUERY, "succeeded", i, 5, "", "{\"query\":\"q\"}"), "bytes", 2_000);
        }
        assertThat(found(Opportunity.Kind.LIMIT_TOO_HIGH)).isEmpty();
    }

    @Test
    void callsTriedAgainAndCallsInACircle() {
        for (int i = 0; i < 3; i++) {
            assertThat(found(Opportunity.Kind.RETRIES)).isEmpty();
            String task = task("worker");
            records.call(task, "worker", "github.status", "failed", i, 5, "busy");
            records.call(task, "worker", "github.status", "succeeded", i, 5, "");
        }
        assertThat(found(Opportunity.Kind.RETRIES))
                .singleElement()
                .satisfies(one -> assertThat(one.hypothesis())
                        .isEqualTo(
                                "'github.status' failed and was called again with the same arguments 3 times; that helped 3"
                                        + " times."));
        for (int i = 0; i < 2; i++) {
            assertThat(found(Opportunity.Kind.LOOP)).isEmpty();
            String task = task("worker");
            for (int times = 0; times < 4; times++) {
                records.call(
                        task, "worker", "file_system_listing.read_file", "succeeded", 50, 5, "", "{\"path\":\"a\"}");
            }
        }
        assertThat(found(Opportunity.Kind.LOOP)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("worker");
            assertThat(one.before().value()).isEqualTo(8);
        });
    }

    @Test
    void aToolThatAnAgentTriesToUseAndNeverGets() {
        for (int i = 0; i < 3; i++) {
            assertThat(found(Opportunity.Kind.TOOL_MISMATCH)).isEmpty();
            records.call(task("worker"), "worker", RUN, "denied", i, 0, "");
        }
        assertThat(found(Opportunity.Kind.TOOL_MISMATCH)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("worker");
            assertThat(one.subject()).isEqualTo("terminal");
        });
        records.grant("t1", "worker", "terminal", "live", 5, 0);
        assertThat(found(Opportunity.Kind.TOOL_MISMATCH)).isEmpty();
    }

    @Test
    void anInstructionThatNamesAToolNobodyUses() {
        define(EntityKind.TOOL, "github", Json.object());
        define(EntityKind.TOOL, "terminal", Json.object());
        define(
                EntityKind.AGENT,
                "clerk",
                Json.object().put("instruction", "Use github for everything, never terminals."));
        for (int i = 0; i < 10; i++) {
            assertThat(found(Opportunity.Kind.UNUSED_TOOL_NAMED)).isEmpty();
            task("clerk");
        }
        assertThat(found(Opportunity.Kind.UNUSED_TOOL_NAMED))
                .singleElement()
                .satisfies(one -> assertThat(one.subject()).isEqualTo("github"));
        records.call("t1", "clerk", "github.status", "succeeded", 1, 1, "");
        assertThat(found(Opportunity.Kind.UNUSED_TOOL_NAMED)).isEmpty();
    }

    @Test
    void aLongDocumentThatTheTasksAreNotAbout() {
        ObjectNode agent = Json.object();
        agent.set("documents", Json.array(List.of("tax-law", "style")));
        define(EntityKind.AGENT, "clerk", agent);
        ObjectNode law = Json.object();
        law.set("keywords", Json.array(List.of("tax")));
        define(EntityKind.DOCUMENT, "tax-law", law);
        define(EntityKind.DOCUMENT, "style", Json.object());
        for (int i = 0; i < 5; i++) {
            assertThat(found(Opportunity.Kind.CONTEXT_BLOAT)).isEmpty();
            instructed(task("clerk"), 9_000, 300);
        }
        assertThat(found(Opportunity.Kind.CONTEXT_BLOAT)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("clerk");
            assertThat(one.subject()).isEqualTo("tax-law");
            assertThat(one.before()).isEqualTo(new Opportunity.Measure("tokens_in_each_call", 2_250, "tokens"));
            assertThat(one.evidence()).containsExactlyInAnyOrder("t1", "t2", "t3", "t4", "t5");
        });
        // Where a good part of the tasks is about it, it belongs there.
        records.database()
                .writeOnly(tx -> tx.execute("UPDATE tasks SET instruction = 'My TAX return' WHERE id <= 't2'"));
        assertThat(found(Opportunity.Kind.CONTEXT_BLOAT)).isEmpty();
    }

    @Test
    void aDocumentThatTasksFailWithoutIsKept() {
        ObjectNode agent = Json.object();
        agent.set("documents", Json.array(List.of("tax-law")));
        define(EntityKind.AGENT, "clerk", agent);
        define(EntityKind.DOCUMENT, "tax-law", Json.object());
        for (int i = 0; i < 5; i++) {
            instructed(task("clerk"), 9_000, 300);
        }
        assertThat(found(Opportunity.Kind.CONTEXT_BLOAT)).hasSize(1);
        for (int i = 0; i < 5; i++) {
            String without = task("clerk");
            records.database().writeOnly(tx -> tx.execute("UPDATE tasks SET state = 'failed' WHERE id = ?", without));
            instructed(without, 0, 300);
        }
        assertThat(found(Opportunity.Kind.CONTEXT_BLOAT)).isEmpty();
    }

    @Test
    void aStepThatTakesLongByItself() {
        for (int i = 0; i < 5; i++) {
            assertThat(found(Opportunity.Kind.SLOW_STEP)).isEmpty();
            String task = task("worker");
            step(task, 1, "plan:ended", 60_000);
            step(task, 2, "add_context", 3_000);
        }
        assertThat(found(Opportunity.Kind.SLOW_STEP)).singleElement().satisfies(one -> {
            assertThat(one.entity()).isEqualTo("neutral_task");
            assertThat(one.subject()).isEqualTo("add_context");
            assertThat(one.before().value()).isEqualTo(3_000);
        });
    }

    @Test
    void anOperationThatBecameSlowerAfterAChangeIsNamedWithTheVersion() {
        define(EntityKind.TOOL, "sql_lite", Tunable.ship(EntityKind.TOOL, "sql_lite", Json.object()));
        calls(ALL.previous().from(), 20);
        calls(ALL.from(), 22);
        assertThat(found(Opportunity.Kind.REGRESSION)).isEmpty();
        records.setTime(ALL.from());
        definitions.update(
                EntityKind.TOOL, "sql_lite", Tunable.QUERY_ROWS.patch(5_000), 1, Change.by("person:ada", "more"));
        calls(ALL.from().plus(Duration.ofHours(2)), 90);
        calls(ALL.from().plus(Duration.ofHours(3)), 90);
        calls(ALL.from().plus(Duration.ofHours(4)), 90);
        calls(ALL.from().plus(Duration.ofHours(5)), 90);
        assertThat(found(Opportunity.Kind.REGRESSION)).singleElement().satisfies(one -> {
            assertThat(one.subject()).isEqualTo("sql_lite.execute_query");
            assertThat(one.hypothesis()).contains("version 2 of its definition");
        });
    }

    private void calls(Instant at, int millis) {
        List<Map.Entry<Instant, NewEvent>> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            events.add(Map.entry(
                    at.plusSeconds(i),
                    NewEvent.of("tool.succeeded", "tool_call", "c" + i)
                            .by("agent:worker")
                            .with("tool", "sql_lite")
                            .with("operation", "execute_query")
                            .ended("succeeded", Duration.ofMillis(millis))));
        }
        records.events(events);
        new Rollups(records.database()).advance(100);
    }

    private void define(EntityKind kind, String name, ObjectNode content) {
        definitions.create(kind, name, content, Change.by("writ", ""));
    }

    private void instructed(String task, int law, int style) {
        ArrayNode documents = Json.array();
        if (law > 0) {
            documents.addObject().put("name", "tax-law").put("length", law);
        }
        documents.addObject().put("name", "style").put("length", style);
        records.event(NewEvent.of("agent.instructed", "agent", "clerk")
                .in("tree_1", task)
                .withData(Json.object().set("documents", documents)));
    }

    private void step(String task, int position, String name, long millis) {
        records.insert(
                "process_steps",
                Map.of(
                        "task",
                        task,
                        "position",
                        position,
                        "name",
                        name,
                        "result",
                        "{}",
                        "started_at",
                        TestingRecords.millis(10),
                        "finished_at",
                        TestingRecords.millis(10) + millis));
    }
}
