package dev.writ.attack;

import static dev.writ.attack.TestingWrit.codeOf;
import static dev.writ.attack.TestingWrit.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Allow;
import dev.writ.permission.Decision;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** JIT-16: the database gone, full, locked or damaged, the record refused. Whatever fails, nothing runs. */
class OutageAttackTest {
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
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("succeeded");
        ran.set(0);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private void assertThatNothingRuns() {
        assertThatException().isThrownBy(() -> writ.call(task, RUN, LS));
        assertThat(ran).hasValue(0);
    }

    @Test
    void aDatabaseThatIsGoneRunsNothing() {
        var call = writ.newCall(task, RUN, json(LS));
        writ.database.close();
        assertThatException().isThrownBy(() -> writ.gateway.call(call, OutcomeRecorder.NONE));
        assertThat(ran).hasValue(0);
        assertThat(writ.permissions.check("task_unknown", "terminal", "execute_command", List.of()))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.rule()).isEqualTo(Decision.Rule.ERROR));
        assertThat(writ.permissions.visible("task_unknown", "terminal", "execute_command"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT ON tool_usage_events", "INSERT ON events", "UPDATE ON task_tool_assignments"})
    void anIntentThatCannotBeWrittenWholeRunsNothingAndLeavesNothing(String write) {
        writ.execute("CREATE TRIGGER refuse BEFORE " + write + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
        String before = counts();
        assertThatNothingRuns();
        assertThat(counts()).isEqualTo(before);
    }

    private String counts() {
        return writ.text("""
                SELECT (SELECT COUNT(*) FROM tool_usage_events) || ' ' || (SELECT COUNT(*) FROM events) || ' '
                       || (SELECT SUM(uses) FROM task_tool_assignments)""");
    }

    @Test
    void aRefusalThatCannotBeWrittenIsNoLeaveToGoOn() {
        writ.execute("""
                CREATE TRIGGER refuse BEFORE INSERT ON tool_usage_events WHEN NEW.outcome <> 'started'
                BEGIN SELECT RAISE(ABORT, 'refused'); END""");
        assertThatException().isThrownBy(() -> writ.call(task, "file_edit.delete", "{'path': 'a'}"));
        assertThat(ran).hasValue(0);
    }

    @Test
    void aResultThatCannotBeRecordedIsNotHandedOut() {
        writ.execute("""
                CREATE TRIGGER refuse BEFORE UPDATE ON tool_usage_events BEGIN SELECT RAISE(ABORT, 'refused'); END""");
        assertThatException().isThrownBy(() -> writ.call(task, RUN, LS));
        assertThat(writ.records.unfinished()).hasSize(1);
        assertThat(ran).hasValue(1);
    }

    @Test
    void aFullDatabaseRunsNothing() {
        int pages = writ.number("PRAGMA page_count");
        writ.database.writeOnly(transaction -> transaction.handle().execute("PRAGMA max_page_count = " + pages));
        String large = "x".repeat(3_000);
        int done = 0;
        while (done < 200 && succeeds(large)) {
            done++;
        }
        assertThat(done).as("calls until the database was full").isLessThan(200);
        assertThat(ran.get())
                .as("what ran is on record")
                .isEqualTo(
                        writ.number("SELECT COUNT(*) FROM tool_usage_events WHERE outcome IN ('started', 'succeeded')")
                                - 1);
        int before = ran.get();
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> writ.call(task, RUN, words(large)));
        assertThat(ran).hasValue(before);
    }

    private boolean succeeds(String large) {
        try {
            return writ.call(task, RUN, words(large)) instanceof ToolOutcome.Succeeded;
        } catch (WritException e) {
            return false;
        }
    }

    private static ObjectNode words(String large) {
        var arguments = Json.object();
        arguments.putArray("argv").add("ls").add(large);
        return arguments;
    }

    @Test
    void whileTheDatabaseIsLockedNothingRuns() throws Exception {
        CompletableFuture<String> outcome;
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + writ.databaseFile);
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            outcome = CompletableFuture.supplyAsync(() -> writ.tries(task, RUN, LS));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> outcome.get(300, TimeUnit.MILLISECONDS));
            assertThat(ran).hasValue(0);
            statement.execute("ROLLBACK");
        }
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("succeeded");
        assertThat(ran).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE trees SET ceiling = '{'",
                "UPDATE trees SET ceiling = '{}'",
                "UPDATE trees SET ceiling = '[]'",
                "UPDATE trees SET ceiling = '{\"limits\": \"all\", \"protected_branches\": []}'",
                "UPDATE task_tool_assignments SET scope = '{\"commands\": \"**\"}'",
                "UPDATE task_tool_assignments SET scope = 'null'",
                "UPDATE task_tool_assignments SET scope = '{\"all\": true}'",
                "UPDATE task_tool_assignments SET operations = '{'",
                "UPDATE task_tool_assignments SET state = 'alive'",
                "UPDATE task_tool_assignments SET tool = 'everything'",
                "UPDATE tasks SET state = 'unheard_of'",
                "DELETE FROM task_tool_assignments",
                "UPDATE task_tool_assignments SET expires_at = -1"
            })
    void whatIsDamagedInTheDatabaseAllowsNothing(String damage) {
        writ.execute(damage);
        // Read anew, as after a restart.
        writ.database.writeOnly(transaction -> writ.permissions.taskChanged(transaction, task));
        assertThat(writ.tries(task, RUN, LS)).isNotEqualTo("succeeded");
        assertThat(ran).hasValue(0);
    }

    @Test
    void aGrantThatCannotBeRecordedIsNoGrant() {
        writ.execute("""
                CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.type = 'grant.issued'
                BEGIN SELECT RAISE(ABORT, 'refused'); END""");
        String other = writ.task();
        assertThatException().isThrownBy(() -> writ.grant(other, "terminal", "{'commands': [['**']]}"));
        assertThat(writ.permissions.held(other)).isEmpty();
        assertThat(writ.tries(other, RUN, LS)).isEqualTo("failed:unknown_operation");
    }

    @Test
    void aRevocationThatCannotBeRecordedStillTellsThatItFailed() {
        writ.execute("""
                CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.type LIKE 'grant.%'
                BEGIN SELECT RAISE(ABORT, 'refused'); END""");
        assertThatException()
                .isThrownBy(() -> writ.revoke(writ.permissions.held(task).getFirst()));
        writ.execute("DROP TRIGGER refuse");
        writ.revoke(writ.permissions.held(task).getFirst());
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:revoked");
    }

    @Test
    void anApprovalThatCannotBeRecordedIsNone() {
        String asking = writ.task(new Allow[0]);
        var request = writ.ask(asking, "terminal", "{'commands': [['ls']]}");
        writ.execute("CREATE TRIGGER refuse BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'refused'); END");
        assertThatException().isThrownBy(() -> writ.approve(request));
        writ.execute("DROP TRIGGER refuse");
        assertThat(codeOf(() -> writ.granted(request))).isEqualTo("conflict");
    }
}
