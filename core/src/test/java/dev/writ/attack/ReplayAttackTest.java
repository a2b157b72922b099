package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static dev.writ.attack.TestingWrit.json;
import static dev.writ.attack.TestingWrit.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Assignment;
import dev.writ.tool.CallContext;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-7: ids of grants, approvals and calls in the hands of another agent, task or tree, or used a second time. */
class ReplayAttackTest {
    private static final String RUN = "terminal.execute_command";
    private static final String LS = "{'argv': ['ls']}";

    private final AtomicInteger ran = new AtomicInteger();
    private TestingWrit writ;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
        writ.command(call -> {
            ran.incrementAndGet();
            return ScriptedServer.says("ran");
        });
        task = writ.task();
        writ.grant(task, "terminal", "{'commands': [['**']]}");
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private String calls(CallContext context, String arguments) {
        return word(writ.gateway.call(new GatewayCall(context, RUN, json(arguments)), OutcomeRecorder.NONE));
    }

    @Test
    void aGrantIsWorthNothingInAnotherTaskTreeOrAgent() {
        String other = writ.task();
        String sameTree = writ.subtask(task, "planning_agent");
        assertThat(writ.tries(other, RUN, LS)).isEqualTo("failed:unknown_operation");
        assertThat(writ.tries(sameTree, RUN, LS)).isEqualTo("failed:unknown_operation");
        writ.execute("UPDATE tasks SET agent = 'review_agent' WHERE id = ?", task);
        writ.database.writeOnly(transaction -> writ.permissions.taskChanged(transaction, task));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("failed:unknown_operation");
        assertThat(ran).hasValue(0);
    }

    @Test
    void aCallThatNamesATaskOfAnotherTreeRunsNothing() {
        String other = writ.task();
        assertThat(calls(new CallContext("call_a", task, writ.treeOf(other), "worker", Optional.empty()), LS))
                .isNotEqualTo("succeeded");
        assertThat(calls(new CallContext("call_b", "task_none", writ.treeOf(task), "worker", Optional.empty()), LS))
                .isNotEqualTo("succeeded");
        assertThat(ran).hasValue(0);
    }

    @Test
    void theIdOfAnEndedCallRunsNothingForAnybody() {
        String other = writ.task();
        writ.grant(other, "terminal", "{'commands': [['**']]}");
        GatewayCall first = writ.newCall("call_once", task, RUN, json(LS));
        assertThat(word(writ.gateway.call(first, OutcomeRecorder.NONE))).isEqualTo("succeeded");
        String row = record("call_once");
        List<GatewayCall> again = List.of(
                first,
                first.again(),
                writ.newCall("call_once", other, RUN, json(LS)),
                writ.newCall("call_once", other, RUN, json(LS)).again(),
                writ.newCall("call_once", task, RUN, json("{'argv': ['rm']}")).again(),
                writ.newCall("call_once", task, "file_edit.delete", json("{'path': 'a'}"))
                        .again());
        for (GatewayCall call : again) {
            assertThat(word(writ.gateway.call(call, OutcomeRecorder.NONE))).isEqualTo("failed:conflict");
        }
        assertThat(ran).hasValue(1);
        assertThat(record("call_once")).isEqualTo(row);
    }

    @Test
    void anInterruptedCallIsTakenUpByNobodyElseAndNotWithOtherArguments() {
        writ.execute("""
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, assignment, authority,
                                               arguments_hash, arguments, accesses, effect, started_at, outcome)
                VALUES ('call_cut', ?, ?, 'worker', 'terminal', 'execute_command', '', 'grant', 'h', '{}', '[]', 'pure',
                        0, 'started')""", task, writ.treeOf(task));
        String other = writ.task();
        writ.grant(other, "terminal", "{'commands': [['**']]}");
        for (String caller : List.of(task, other)) {
            GatewayCall call = writ.newCall("call_cut", caller, RUN, json(LS)).again();
            assertThat(word(writ.gateway.call(call, OutcomeRecorder.NONE))).isEqualTo("failed:conflict");
        }
        assertThat(ran).hasValue(0);
    }

    @Test
    void oneIdCalledByManyAtOnceRunsOnce() throws Exception {
        GatewayCall call = writ.newCall("call_many", task, RUN, json(LS));
        List<Future<ToolOutcome>> outcomes = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                outcomes.add(callers.submit(() -> writ.gateway.call(call, OutcomeRecorder.NONE)));
            }
        }
        assertThat(ran).hasValue(1);
        List<String> words = new ArrayList<>();
        for (Future<ToolOutcome> outcome : outcomes) {
            words.add(word(outcome.get()));
        }
        assertThat(words).filteredOn("succeeded"::equals).hasSize(1);
        assertThat(words).filteredOn("failed:conflict"::equals).hasSize(15);
    }

    @Test
    void anApprovalGivesOneGrantToTheTaskThatAskedAndNoOther() {
        String asking = writ.task(new Allow[0]);
        ApprovalRequest request = writ.ask(asking, "file_edit", "{'write': ['a']}");
        writ.approve(request);
        Assignment grant = writ.granted(request);
        assertThat(writ.granted(request).id()).isEqualTo(grant.id());
        assertThat(grant.task()).isEqualTo(asking);
        writ.revoke(grant);
        assertThat(writ.granted(request).state()).isEqualTo(Assignment.State.REVOKED);
        assertThat(writ.number("SELECT COUNT(*) FROM task_tool_assignments WHERE tool = 'file_edit'"))
                .isEqualTo(1);
        assertThat(codeOf(() -> writ.approve(request))).isEqualTo("conflict");
    }

    @Test
    void anApprovalWhoseRowWasExchangedGivesNothing() {
        ApprovalRequest small = writ.ask(writ.task(new Allow[0]), "file_edit", "{'write': ['a']}");
        ApprovalRequest large = writ.ask(writ.task(new Allow[0]), "file_edit", "{'write': ['**']}");
        writ.approve(small);
        writ.execute(
                "UPDATE approvals SET proposal = (SELECT proposal FROM approvals WHERE id = ?) WHERE id = ?",
                large.id(),
                small.id());
        assertThat(codeOf(() -> writ.granted(small))).isEqualTo("store_damaged");
        assertThat(writ.permissions.held(small.task())).isEmpty();
    }

    private String record(String call) {
        return writ.database.read(handle -> handle.select("SELECT * FROM tool_usage_events WHERE call = ?", call)
                .mapToMap()
                .one()
                .toString());
    }
}
