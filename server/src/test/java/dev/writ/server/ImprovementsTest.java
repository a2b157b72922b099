package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.request.RequestedSource;
import dev.writ.insight.Period;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What definitions say of numbers, tools and steps holds in the runtime, in each tree as its version says. */
class ImprovementsTest {
    private static final Change ADA = Change.by("person:ada", "try");

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;
    private Path workspace;

    @BeforeEach
    void start() throws Exception {
        writ = TestingWrit.start(folder, model);
        workspace = Files.createDirectory(folder.resolve("workspace"));
        for (String name : new String[] {"a.txt", "b.txt", "c.txt", "d.txt"}) {
            Files.writeString(workspace.resolve(name), ("line of " + name + "\n").repeat(100));
        }
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private Definitions definitions() {
        return writ.parts().definitions();
    }

    private void update(EntityKind kind, String name, ObjectNode patch) {
        Definition definition = definitions().get(kind, name);
        definitions().update(kind, name, patch, definition.activeVersion(), ADA);
    }

    private Submission reading(String file) {
        return Submission.of("Read the file " + file).in(workspace, Set.of());
    }

    private long linesRead(Task task) {
        return writ.results(task.id()).stream()
                .filter(result -> result.function().equals("file_system_listing__read_file"))
                .findFirst()
                .orElseThrow()
                .data()
                .path("lines")
                .asLong();
    }

    @Test
    void aNumberHoldsFromItsChangeOnAndACandidateOnlyInItsTree() {
        model.worker(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult());
        assertThat(linesRead(writ.run(reading("a.txt")))).isEqualTo(100);

        Definition tool = definitions().get(EntityKind.TOOL, "file_system_listing");
        int candidate = writ.parts()
                .database()
                .write(tx -> definitions().draft(tx, EntityKind.TOOL, tool.name(), Tunable.READ_LINES.patch(60), ADA));
        Task tried = writ.core().engine().submit(reading("a.txt"), (tx, task) -> {
            tx.execute("""
                    INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state,
                                             version, created_at, updated_at)
                    VALUES ('x', 'tool', ?, 1, ?, 1, '{}', 'canary', 'rejected', 1, 0, 0)""", tool.id(), candidate);
            tx.execute(
                    "INSERT INTO tree_versions (tree, entity, version, experiment, stage, pair, arm)"
                            + " VALUES (?, ?, ?, 'x', 'canary', 0, 'candidate')",
                    task.tree(),
                    tool.id(),
                    candidate);
        });
        assertThat(linesRead(writ.ended(tried.id()))).isEqualTo(60);
        assertThat(linesRead(writ.run(reading("a.txt")))).isEqualTo(100);

        update(EntityKind.TOOL, "file_system_listing", Tunable.READ_LINES.patch(50));
        assertThat(linesRead(writ.run(reading("a.txt")))).isEqualTo(50);
        writ.restart();
        assertThat(linesRead(writ.run(reading("a.txt")))).isEqualTo(50);
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE cut = 'size'"))
                .isEqualTo("3");
    }

    @Test
    void aToolOfTheStartIsThereWithoutBeingAskedForAndOneThatNeedsAPersonIsNot() {
        update(EntityKind.AGENT, "worker", Json.parseObject("""
                {"tools": [
                  {"tool": "file_system_listing", "scope": {"read": ["**"]}, "minutes": 30},
                  {"tool": "terminal", "scope": {"commands": [["rm", "-r", "**"]]}, "minutes": 30}]}"""));
        // No word of it is about files, so that nothing else gives the tool.
        Submission request = Submission.of("Do what I want").in(workspace, Set.of());
        model.worker(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult());
        Task task = writ.run(request);
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(linesRead(task)).isEqualTo(100);
        assertThat(writ.value(
                        "SELECT GROUP_CONCAT(tool) FROM task_tool_assignments WHERE task = ? AND approved_by = 'policy'",
                        task.id()))
                .isEqualTo("file_system_listing");
        assertThat(writ.pending(task.tree())).isEmpty();
    }

    @Test
    void aListOfToolsThatMakesNoSenseIsRefusedWhereItIsWritten() {
        assertThatThrownBy(() -> update(
                        EntityKind.AGENT,
                        "worker",
                        Json.parseObject("{\"tools\": [{\"tool\": \"warp_drive\", \"scope\": {}, \"minutes\": 3}]}")))
                .hasMessageContaining("warp_drive");
        assertThatThrownBy(() -> update(EntityKind.AGENT, "worker", Json.parseObject("{\"tools\": 7}")))
                .hasMessageContaining("no list");
    }

    @Test
    void whatIsDoneAgainAndAgainBecomesAProcessThatAPersonTakesIntoUse() {
        for (String file : new String[] {"a.txt", "b.txt", "c.txt"}) {
            model.worker(
                    calls("file_system_listing__get_file_info", "{\"path\": \"" + file + "\"}"),
                    calls("file_system_listing__read_file", "{\"path\": \"" + file + "\", \"limit\": 2}"),
                    endsWithLastResult());
            assertThat(writ.run(reading(file)).state()).isEqualTo(TaskState.COMPLETED);
        }
        Submission mining = Submission.of("Look for patterns").handledBy("mine_patterns", Json.object());
        Task mined = writ.run(mining);
        String name =
                mined.result().orElseThrow().data().path("offered").path(0).asString();
        Definition offered = definitions().get(EntityKind.PROCESS, name);
        assertThat(offered.status()).isEqualTo(DefinitionStatus.INACTIVE);
        assertThat(offered.content().path("parameters").path("required").toString())
                .isEqualTo("[\"path\"]");
        assertThat(offered.content().path("mined_from")).hasSize(3);
        assertThat(writ.events("", "review.requested")).isNotEmpty();

        Submission again = reading("d.txt").handledBy(name, Json.object().put("path", "d.txt"));
        assertThatThrownBy(() -> writ.submit(again)).hasMessageContaining("no process '" + name + "' in use");
        definitions().setStatus(EntityKind.PROCESS, name, DefinitionStatus.ACTIVE, ADA);
        int asked = model.requests().size();
        Task task = writ.run(again);
        assertThat(task.state()).as(task.toString()).isEqualTo(TaskState.COMPLETED);
        assertThat(task.result().orElseThrow().text()).contains("line of d.txt").contains("lines 1 to 2");
        assertThat(model.requests()).as("model calls").hasSize(asked);
        assertThat(writ.value("""
                        SELECT COUNT(*) FROM tool_usage_events
                        WHERE task = ? AND outcome = 'succeeded' AND authority = 'grant'""", task.id())).isEqualTo("2");
        assertThatThrownBy(() -> writ.submit(reading("d.txt").handledBy(name, Json.object())))
                .hasMessageContaining("parameters do not fit");
        // Offered once; and what it did itself is no new pattern.
        assertThat(writ.run(mining).result().orElseThrow().data().path("offered"))
                .isEmpty();
        assertThat(
                        definitions()
                                .list(DefinitionFilter.all()
                                        .ofKind(EntityKind.PROCESS)
                                        .atMost(200))
                                .definitions()
                                .stream()
                                .filter(one -> one.name().startsWith("pattern-")))
                .hasSize(1);
    }

    @Test
    void aStoredProcessHasNoPowerOfItsOwn() {
        definitions().create(EntityKind.PROCESS, "wipe", Json.parseObject("""
                {"summary": "Deletes.", "steps": [
                  {"operation": "file_edit.delete", "arguments": {"path": {"$parameter": "path"}}}],
                 "parameters": {"type": "object", "required": ["path"], "properties": {"path": {"type": "string"}}}}"""), ADA);
        model.worker(ends("never asked"));
        Task task = writ.submit(reading("a.txt").handledBy("wipe", Json.object().put("path", "a.txt")));
        writ.approval(task.tree());
        assertThat(Files.exists(workspace.resolve("a.txt"))).isTrue();
        writ.parts().desk().decide(writ.approval(task.tree()).id(), new Answer.Deny(), "person:ada", "no");
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.FAILED);
        assertThat(task(task).failure().orElseThrow().message()).contains("Step 1, file_edit.delete");
        assertThat(Files.exists(workspace.resolve("a.txt"))).isTrue();
    }

    private Task task(Task task) {
        return writ.task(task.id());
    }

    @Test
    void anAgentAsksForAChangeAndTheRulesAnswer() {
        model.worker(
                calls("request_improvement", """
                        {"kind": "tool", "entity": "terminal", "reason": "Builds take longer.",
                         "changes": {"settings": {"timeout_seconds": 240}}}"""),
                calls("request_improvement", """
                        {"kind": "tool", "entity": "terminal", "reason": "More.",
                         "changes": {"settings": {"timeout_seconds": 600}}}"""),
                calls("request_improvement", """
                        {"kind": "agent", "entity": "worker", "reason": "More.",
                         "changes": {"permissions": {"terminal": {}}}}"""),
                calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"),
                calls("request_improvement", """
                        {"kind": "agent", "entity": "worker", "reason": "a.txt says so.",
                         "changes": {"instruction": "line of a.txt"}}"""),
                ends("succeeded"));
        Task task = writ.run(reading("a.txt"));
        assertThat(writ.results(task.id()).stream()
                        .filter(result -> result.function().equals("request_improvement"))
                        .map(result -> result.status() + " " + result.text()))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("succeeded").contains("will be tried"),
                        second -> assertThat(second).startsWith("failed").contains("half or double"),
                        third -> assertThat(third).startsWith("failed").contains("not open to trials"),
                        fourth -> assertThat(fourth).startsWith("failed").contains("read what others"));
        assertThat(definitions().get(EntityKind.TOOL, "terminal").activeVersion())
                .isEqualTo(1);
        assertThat(new RequestedSource(writ.parts().database())
                        .in(Period.last(Duration.ofHours(1), Instant.now().plusSeconds(5))))
                .singleElement()
                .satisfies(proposal -> {
                    assertThat(proposal.proposedBy()).isEqualTo("agent:worker");
                    assertThat(proposal.changes().toString()).isEqualTo("{\"settings\":{\"timeout_seconds\":240}}");
                });
    }

    @Test
    void aModelSuggestsSingleLinesAndItsRewritesAreRefused() {
        Definition worker = definitions().get(EntityKind.AGENT, "worker");
        model.worker(ends("a joke"));
        for (int i = 0; i < 3; i++) {
            denied(i);
        }
        model.on("review_agent", calls("end_task", """
                {"status": "completed", "result": "one line", "data": {"remove": [], "add": ["Count twice."]}}"""));
        Submission suggest = Submission.of("Suggest").handledBy("suggest_instructions", Json.object());
        assertThat(writ.run(suggest).result().orElseThrow().text()).startsWith("Nothing was suggested");
        assertThat(model.requests("review_agent")).as("asked offline").isEmpty();
        model.goOnline();
        writ.restart();
        Task task = writ.run(suggest);
        assertThat(task.result().orElseThrow().text()).contains("worker");
        assertThat(model.requests("review_agent").getLast().toString()).contains("tried to use 'github'");
        assertThat(new RequestedSource(writ.parts().database())
                        .in(Period.last(Duration.ofHours(1), Instant.now().plusSeconds(5))))
                .singleElement()
                .satisfies(proposal -> assertThat(
                                proposal.changes().path("instruction").asString())
                        .isEqualTo(
                                worker.content().path("instruction").asString().stripTrailing() + "\nCount twice."));
        model.on("review_agent", calls("end_task", """
                {"status": "completed", "result": "all", "data": {"remove": [0, 2, 4, 5, 6], "add": ["Obey."]}}"""));
        assertThat(writ.run(suggest).result().orElseThrow().text()).startsWith("Nothing was suggested");
    }

    /** A task of the worker that tried to use a tool it never got. */
    private void denied(int number) {
        Task task = writ.run(Submission.of("Tell me a joke"));
        writ.parts()
                .database()
                .writeOnly(
                        tx -> tx.execute("""
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash,
                                               arguments, accesses, effect, started_at, outcome, rule)
                VALUES (?, ?, ?, 'worker', 'github', 'status', 'none', 'h', '{}', '[]', 'pure', ?, 'denied',
                        'not_assigned')""", "denied" + number, task.id(), task.tree(), System.currentTimeMillis()));
    }

    @Test
    void stepsThatCannotBeRunAreRefusedWhereTheyAreWritten() {
        for (String steps : new String[] {
            "[]",
            "7",
            "[{\"operation\": \"x\", \"arguments\": {}}]",
            "[{\"operation\": \"a.b\"}]",
            "[{\"operation\": \"a.b\", \"arguments\": {\"p\": {\"$parameter\": \"unknown\"}}}]",
            "[{\"operation\": \"a.b\", \"arguments\": {\"p\": {\"$parameter\": \"A B\"}}}]"
        }) {
            assertThatThrownBy(() -> definitions()
                            .create(EntityKind.PROCESS, "odd", Json.parseObject("{\"steps\": " + steps + "}"), ADA))
                    .as(steps)
                    .isInstanceOf(dev.writ.WritException.class);
        }
    }
}
