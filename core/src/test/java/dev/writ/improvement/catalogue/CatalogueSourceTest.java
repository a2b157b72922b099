package dev.writ.improvement.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Proposal;
import dev.writ.insight.detector.Detectors;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A poor configuration, what it leads to in the records, and the change that answers it; each may be tried by itself. */
class CatalogueSourceTest {
    private static final String READING = "{\"read\":[\"**\"],\"write\":[]}";

    @TempDir
    Path folder;

    private TestingSurface surface;
    private TestingRecords records;

    @BeforeEach
    void open() {
        surface = new TestingSurface(folder);
        records = surface.records;
    }

    @AfterEach
    void close() {
        surface.close();
    }

    private List<Proposal> proposals() {
        CatalogueSource source = new CatalogueSource(
                Detectors.all(records.database(), surface.definitions), surface.definitions, records.database(), true);
        List<Proposal> found = source.in(TestingSurface.PERIOD);
        assertThat(source.in(TestingSurface.PERIOD)).as("the same again").isEqualTo(found);
        for (Proposal proposal : found) {
            var active = surface.active(proposal.kind(), proposal.entity());
            assertThat(surface.rules.refusal(proposal, active)).isEmpty();
            assertThat(proposal.proposedBy()).isEqualTo("catalogue");
            assertThat(proposal.evidence()).isNotEmpty();
        }
        return found;
    }

    private boolean needsPerson(Proposal proposal) {
        return surface.rules
                .personNeeded(proposal, surface.active(proposal.kind(), proposal.entity()))
                .isPresent();
    }

    private void task(String id) {
        records.task(id, "clerk", "neutral_task", "completed", 1, 9, 3);
    }

    private void sql(String statement, Object... values) {
        records.database().writeOnly(tx -> tx.execute(statement, values));
    }

    @Test
    void tooShortATimeoutIsDoubledUntilItsBound() {
        surface.definitions.update(
                EntityKind.TOOL, "terminal", Tunable.COMMAND_SECONDS.patch(2), 1, Change.by("person:ada", "hurry"));
        for (int i = 0; i < 3; i++) {
            task("t" + i);
            String call = records.call(
                    "t" + i, "clerk", "terminal.execute_command", "succeeded", i, 2_000, "", "{\"argv\":[\"make\"]}");
            sql("UPDATE tool_usage_events SET cut = 'time' WHERE call = ?", call);
        }
        assertThat(proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"settings\":{\"timeout_seconds\":4}}"));
            assertThat(proposal.opportunity()).isEqualTo("time_cut");
            assertThat(needsPerson(proposal)).isFalse();
        });
        surface.definitions.update(
                EntityKind.TOOL, "terminal", Tunable.COMMAND_SECONDS.patch(600), 2, Change.by("person:ada", "wait"));
        assertThat(proposals()).isEmpty();
    }

    @Test
    void whatWasSeenBeforeADefinitionBecameWhatItIsSaysNothingAboutIt() {
        for (int i = 0; i < 3; i++) {
            task("t" + i);
            String call = records.call(
                    "t" + i, "clerk", "terminal.execute_command", "succeeded", i, 2_000, "", "{\"argv\":[\"make\"]}");
            sql("UPDATE tool_usage_events SET cut = 'time' WHERE call = ?", call);
        }
        assertThat(proposals()).hasSize(1);
        records.setTime(TestingRecords.START.plus(Duration.ofHours(1)));
        surface.definitions.update(
                EntityKind.TOOL, "terminal", Tunable.COMMAND_SECONDS.patch(240), 1, Change.by("person:ada", "more"));
        assertThat(proposals()).as("nothing was cut since").isEmpty();
        for (int i = 0; i < 3; i++) {
            String call = records.call(
                    "t" + i,
                    "clerk",
                    "terminal.execute_command",
                    "succeeded",
                    3_700 + i,
                    2_000,
                    "",
                    "{\"argv\":[\"make\"]}");
            sql("UPDATE tool_usage_events SET cut = 'time' WHERE call = ?", call);
        }
        assertThat(proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"settings\":{\"timeout_seconds\":480}}"));
            assertThat(proposal.hypothesis()).startsWith("3 calls");
        });
    }

    @Test
    void whatWasRunAgainForATrialIsNoEvidence() {
        task("t1");
        for (int i = 0; i < 3; i++) {
            String call =
                    records.call("t1", "clerk", "sql_lite.execute_query", "succeeded", i, 5, "", "{\"query\":\"q\"}");
            sql("UPDATE tool_usage_events SET bytes = 300000 WHERE call = ?", call);
        }
        assertThat(proposals()).hasSize(1);
        String tool = surface.active(EntityKind.TOOL, "sql_lite").id();
        sql("""
                INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state, version,
                                         created_at, updated_at)
                VALUES ('experiment_1', 'tool', ?, 1, 2, 1, '{"changes":{"settings":{"rows":500}}}', 'replay', 'running', 1,
                        0, 0)
                """, tool);
        sql("""
                INSERT INTO tree_versions (tree, entity, version, experiment, stage, pair, arm)
                VALUES ('tree_1', ?, 1, 'experiment_1', 'replay', 0, 'incumbent')
                """, tool);
        assertThat(proposals()).isEmpty();
    }

    @Test
    void tooHighALimitIsHalved() {
        task("t1");
        for (int i = 0; i < 3; i++) {
            String call =
                    records.call("t1", "clerk", "sql_lite.execute_query", "succeeded", i, 5, "", "{\"query\":\"q\"}");
            sql("UPDATE tool_usage_events SET bytes = 300000 WHERE call = ?", call);
        }
        assertThat(proposals())
                .singleElement()
                .satisfies(proposal ->
                        assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"settings\":{\"rows\":500}}")));
    }

    @Test
    void aBloatedContextLosesTheDocument() {
        for (int i = 0; i < 5; i++) {
            task("t" + i);
            records.event(NewEvent.of("agent.instructed", "agent", "clerk")
                    .in("tree_1", "t" + i)
                    .withData(Json.parseObject("{\"documents\":[{\"name\":\"tax-law\",\"length\":20000}]}")));
        }
        assertThat(proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"documents\":[\"untrusted-text\"]}"));
            assertThat(needsPerson(proposal)).isFalse();
        });
    }

    @Test
    void aToolThatIsAskedForTaskAfterTaskIsGivenAtTheStart() {
        for (int i = 0; i < 3; i++) {
            task("t" + i);
            records.call("t" + i, "clerk", "file_system_listing.read_file", "denied", 1, 0, "");
            String grant = records.grant("t" + i, "clerk", "file_system_listing", "task_ended", 2, 4);
            sql("UPDATE task_tool_assignments SET scope = ? WHERE id = ?", READING, grant);
        }
        assertThat(proposals()).singleElement().satisfies(proposal -> {
            assertThat(proposal.kind()).isEqualTo(EntityKind.AGENT);
            assertThat(proposal.changes()).isEqualTo(Json.parseObject("""
                            {"tools": [{"tool": "file_system_listing", "operations": [], "minutes": 60,
                              "scope": {"read": ["**"], "write": []}}]}"""));
            assertThat(needsPerson(proposal)).isFalse();
        });
        // What a person approved is no rule's to give.
        sql("UPDATE task_tool_assignments SET approved_by = 'person:ada'");
        assertThat(proposals()).isEmpty();
    }

    @Test
    void scopesThatDifferFromTaskToTaskAreNotGivenAtTheStart() {
        for (int i = 0; i < 3; i++) {
            task("t" + i);
            records.call("t" + i, "clerk", "file_edit.write_file", "denied", 1, 0, "");
            String grant = records.grant("t" + i, "clerk", "file_edit", "task_ended", 2, 4);
            sql(
                    "UPDATE task_tool_assignments SET scope = ? WHERE id = ?",
                    "{\"read\":[],\"write\":[\"f" + i + "\"]}",
                    grant);
        }
        assertThat(proposals()).isEmpty();
    }

    @Test
    void aStartToolThatNobodyUsesIsTakenAway() {
        surface.definitions.update(
                EntityKind.AGENT,
                "clerk",
                Json.parseObject(
                        "{\"tools\":[{\"tool\":\"file_system_listing\",\"scope\":" + READING + ",\"minutes\":60}]}"),
                1,
                Change.by("person:ada", ""));
        for (int i = 0; i < 3; i++) {
            task("t" + i);
            records.grant("t" + i, "clerk", "file_system_listing", "unused", 2, 0);
        }
        assertThat(proposals())
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"tools\":[]}")));
    }

    @Test
    void anAgentThatGoesInCirclesGetsFewerTurns() {
        for (int i = 0; i < 2; i++) {
            task("t" + i);
            for (int times = 0; times < 5; times++) {
                records.call(
                        "t" + i, "clerk", "file_system_listing.read_file", "succeeded", 5, 5, "", "{\"path\":\"a\"}");
            }
        }
        assertThat(proposals())
                .singleElement()
                .satisfies(proposal ->
                        assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"maximum_turns\":20}")));
    }
}
