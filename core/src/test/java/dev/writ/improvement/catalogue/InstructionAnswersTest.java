package dev.writ.improvement.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Proposal;
import dev.writ.insight.detector.Detectors;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered with a line of an instruction, and only where a model reads it; and the step that may do less. */
class InstructionAnswersTest {
    private static final String INSTRUCTION = "Read first.\nThen act.\nSay what you did.";

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

    private List<Proposal> proposals(boolean wordsMatter) {
        List<Proposal> found = new CatalogueSource(
                        Detectors.all(records.database(), surface.definitions),
                        surface.definitions,
                        records.database(),
                        wordsMatter)
                .in(TestingSurface.PERIOD);
        for (Proposal proposal : found) {
            assertThat(surface.rules.refusal(proposal, surface.active(proposal.kind(), proposal.entity())))
                    .isEmpty();
        }
        return found;
    }

    private String onlyInstruction() {
        assertThat(proposals(false)).as("without a model nobody reads it").isEmpty();
        assertThat(proposals(true)).hasSize(1);
        return proposals(true).getFirst().changes().path("instruction").asString();
    }

    private void tasksOf(String agent, int number) {
        for (int i = 0; i < number; i++) {
            records.task("t" + i, agent, "neutral_task", "completed", 1, 9, 3);
        }
    }

    private void failsTwice(String outcomeOfSecond) {
        for (int i = 0; i < 3; i++) {
            records.call("t" + i, "clerk", "sql_lite.execute_query", "failed", i, 5, "no such table");
            records.call("t" + i, "clerk", "sql_lite.execute_query", outcomeOfSecond, i + 10, 5, "no such table");
        }
    }

    private void accept(Proposal proposal) {
        Definition active = surface.active(proposal.kind(), proposal.entity());
        surface.definitions.update(
                proposal.kind(), proposal.entity(), proposal.changes(), active.activeVersion(), Change.by("writ", ""));
    }

    @Test
    void whatFailsAgainIsNotToBeCalledAgain() {
        tasksOf("clerk", 3);
        failsTwice("failed");
        assertThat(onlyInstruction()).startsWith(INSTRUCTION + "\nWhen `sql_lite.execute_query` fails, do not call it");
        accept(proposals(true).getFirst());
        assertThat(proposals(true)).as("it says so already").isEmpty();
    }

    @Test
    void whereTheSecondCallHelpsNothingIsWrong() {
        tasksOf("clerk", 3);
        failsTwice("succeeded");
        assertThat(proposals(true)).isEmpty();
    }

    @Test
    void whoNeverGetsAToolIsToldToAskFirst() {
        tasksOf("clerk", 3);
        for (int i = 0; i < 3; i++) {
            records.call("t" + i, "clerk", "terminal.execute_command", "denied", i, 0, "");
        }
        records.database()
                .writeOnly(transaction -> transaction.execute("UPDATE tool_usage_events SET rule = 'not_assigned'"));
        assertThat(onlyInstruction()).startsWith(INSTRUCTION + "\nYou do not have `terminal` unless it is granted");
    }

    @Test
    void wordsAboutAToolThatNobodyUsesGo() {
        instruct("Read first.\nUse the terminal for everything.\nSay what you did.");
        tasksOf("clerk", 10);
        assertThat(onlyInstruction()).isEqualTo("Read first.\nSay what you did.");
    }

    @Test
    void anInstructionNeverBecomesEmpty() {
        instruct("Use the terminal for everything.");
        tasksOf("clerk", 10);
        assertThat(proposals(true)).isEmpty();
    }

    private void instruct(String instruction) {
        surface.definitions.update(
                EntityKind.AGENT,
                "clerk",
                Json.object().put("instruction", instruction),
                1,
                Change.by("person:ada", ""));
    }

    @Test
    void aSlowSearchForDocumentsGivesFewer() {
        String process = Tunable.CONTEXT_DOCUMENTS.entity();
        surface.define(
                EntityKind.PROCESS,
                process,
                Tunable.ship(EntityKind.PROCESS, process, Json.object().put("summary", "Looks.")));
        for (int i = 0; i < 5; i++) {
            records.task("t" + i, "clerk", process, "completed", 1, 9, 3);
            records.insert(
                    "process_steps",
                    Map.of(
                            "task",
                            "t" + i,
                            "position",
                            0,
                            "name",
                            "find",
                            "result",
                            "{}",
                            "started_at",
                            TestingRecords.START.toEpochMilli() + i,
                            "finished_at",
                            TestingRecords.START.toEpochMilli() + 5_000 + i));
        }
        assertThat(proposals(false))
                .singleElement()
                .satisfies(proposal ->
                        assertThat(proposal.changes()).isEqualTo(Json.parseObject("{\"settings\":{\"documents\":2}}")));
    }
}
