package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Access;
import dev.writ.permission.Decision;
import dev.writ.permission.RequestGuard;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JIT-14: finding out what exists from lists, refusals and receipts. What is not there and what is not yours look alike, byte for byte. */
class ProbingAttackTest {
    private static TestingWrit writ;

    @BeforeAll
    static void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
    }

    @AfterAll
    static void stop() {
        writ.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terminal.execute_command",
                "terminal__execute_command",
                "file_edit.write_file",
                "file_edit__delete",
                "entity_manager.create_entity",
                "file_system_listing.read_file",
                "message_user.ask_user"
            })
    void anOperationThatIsNotYoursIsAnsweredAsOneThatIsNotThere(String real) {
        String invented = real.replace("e", "q");
        String task = writ.task();
        for (String arguments : List.of("{}", "{'path': 'a'}", "{'argv': ['ls']}", "{'nonsense': {'deep': [1]}}")) {
            String answer = answer(task, real, arguments);
            assertThat(answer.replace(real, "NAME"))
                    .isEqualTo(answer(task, invented, arguments).replace(invented, "NAME"));
        }
    }

    @Test
    void theAnswerIsTheSameForAToolThatIsSuspendedAbsentOrServed() {
        String task = writ.task();
        String served = answer(task, "terminal.execute_command", "{}");
        writ.registry.deactivate("terminal", "person:ada");
        String suspended = answer(task, "terminal.execute_command", "{}");
        writ.registry.accept("terminal", "person:ada");
        assertThat(suspended).isEqualTo(served);
    }

    private static String answer(String task, String operation, String arguments) {
        ToolOutcome outcome = writ.call(task, operation, arguments);
        return switch (outcome) {
            case ToolOutcome.Failed failed -> failed.failure().toString();
            case ToolOutcome.Denied denied ->
                denied.decision().rule()
                        + denied.decision().sentence()
                        + denied.decision().smallestRequest();
            case ToolOutcome.Succeeded ignored -> "succeeded";
            case ToolOutcome.Waiting ignored -> "waiting";
        };
    }

    @Test
    void namesThatAreOfferedAreTheCallersOwn() {
        String task = writ.task();
        writ.grant(task, "file_system_listing", "{'read': ['**']}");
        assertThat(answer(task, "file_edit.write_file", "{}"))
                .contains("file_system_listing__")
                .doesNotContain("file_edit__", "terminal__");
        assertThat(answer(writ.task(), "file_edit.write_file", "{}")).contains("It has none at all now");
    }

    @Test
    void aListNamesNothingThatCannotBeUsed() {
        String task = writ.task();
        assertThat(visible(task)).isEmpty();
        writ.grant(task, "terminal", "{'commands': [['ls']]}");
        assertThat(visible(task)).containsExactly("terminal.execute_command");
        writ.clock.advance(TestingWrit.HOUR);
        assertThat(visible(task)).isEmpty();
        assertThat(visible("task_none")).isEmpty();
    }

    private static List<String> visible(String task) {
        return writ.registry.visibleOperations(task, writ.permissions).stream()
                .map(OperationSpec::id)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminal", "file_edit", "entity_manager", "github"})
    void permissionsAnswerForARealToolAsForAnInventedOne(String tool) {
        String task = writ.task();
        Decision.Denied real = denied(task, tool);
        Decision.Denied invented = denied(task, "teleport");
        assertThat(real.rule()).isEqualTo(invented.rule());
        assertThat(real.sentence().replace(tool, "teleport")).isEqualTo(invented.sentence());
        assertThat(denied("task_none", tool)).isEqualTo(denied("task_none", "teleport"));
    }

    private static Decision.Denied denied(String task, String tool) {
        return (Decision.Denied) writ.permissions.check(task, tool, "run", List.<Access>of());
    }

    @Test
    void requestsForToolsOutsideTheCeilingAndForInventedOnesAreRefusedInTheSameWords() {
        String task = writ.task();
        // As need_more_tools asks: only what lies inside the ceiling is known to it.
        RequestGuard.Admission admission = writ.database.write(transaction -> writ.guard.admit(
                transaction,
                task,
                writ.treeOf(task),
                "worker",
                List.of(
                        new RequestGuard.Asked("github", Optional.empty()),
                        new RequestGuard.Asked("teleport", Optional.empty())),
                "why not",
                Set.of("file_edit"),
                Set.of()));
        assertThat(admission.refused()).hasSize(2);
        assertThat(admission.refused().getFirst().reason().replace("github", "teleport"))
                .isEqualTo(admission.refused().getLast().reason());
        assertThat(admission.refused()).extracting(RequestGuard.Refused::rule).containsOnly("request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"there", "not-there", "link"})
    void aPathOutsideTheScopeIsDeniedAlikeWhetherItIsThereOrNot(String path) {
        writ.file("there", "x");
        String task = writ.task();
        writ.grant(task, "file_system_listing", "{'read': ['mine/**']}");
        assertThat(answer(task, "file_system_listing.read_file", "{'path': '" + path + "'}")
                        .replace(path, "PATH"))
                .isEqualTo(answer(task, "file_system_listing.read_file", "{'path': 'invented'}")
                        .replace("invented", "PATH"));
    }

    @Test
    void theCallOfAnotherTaskIsNotToldFromOneOfOnesOwn() {
        String mine = writ.task();
        String other = writ.task();
        writ.call(mine, "nothing", "{}");
        var own = writ.newCall("call_probe_1", mine, "nothing", TestingWrit.json("{}"));
        var others = writ.newCall("call_probe_2", other, "nothing", TestingWrit.json("{}"));
        writ.gateway.call(own, OutcomeRecorder.NONE);
        writ.gateway.call(others, OutcomeRecorder.NONE);
        String again = writ.gateway.call(own, OutcomeRecorder.NONE).toString();
        String foreign = writ.gateway
                .call(writ.newCall("call_probe_2", mine, "nothing", TestingWrit.json("{}")), OutcomeRecorder.NONE)
                .toString();
        assertThat(foreign.replace("call_probe_2", "call_probe_1")).isEqualTo(again);
    }
}
