package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.write;
import static dev.writ.permission.TestingTasks.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Explanation.Part;
import dev.writ.permission.Explanation.Step;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
    private Database database;
    private TestingTasks tasks;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        database = SqliteStore.open(folder.resolve("writ.db"));
        tasks = new TestingTasks(database);
        task = tasks.workerTask();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Explanation explain(String of, String... paths) {
        return tasks.permissions.explain(
                of,
                "file_edit",
                "write_file",
                Stream.of(paths).map(TestingTasks::write).toList());
    }

    private static Step step(Explanation explanation, Part part, String name) {
        return explanation.steps().stream()
                .filter(step -> step.part() == part && step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + part + " " + name + " in " + explanation.steps()));
    }

    private void says(Explanation explanation, Assignment grant, boolean helps, String words) {
        Step step = step(explanation, Part.GRANT, grant.id());
        assertThat(step.sentence()).contains(words);
        assertThat(step.helps()).as(step.sentence()).isEqualTo(helps);
    }

    @Test
    void theDecisionIsTheOneThatTheCheckMakes() {
        tasks.grant(edit(task, 0, "src/**"));
        for (String path : List.of("src/a", "b", ".git/config")) {
            assertThat(explain(task, path).decision()).isEqualTo(tasks.check(task, path));
        }
        assertThat(explain("task_0", "a").decision()).isEqualTo(tasks.check("task_0", "a"));
    }

    @Test
    void everyGrantSaysWhyItCountsOrDoesNot() {
        Assignment whole = tasks.grant(edit(task, 0, "src/**"));
        Assignment elsewhere = tasks.grant(edit(task, 0, "docs/**"));
        Assignment usedUp = tasks.grant(edit(task, 1, "src/**"));
        tasks.use(usedUp);
        Assignment revoked = tasks.grant(edit(task, 0, "src/**"));
        tasks.revoke(revoked);
        Assignment otherOperation = tasks.grant(new GrantProposal(
                task, "file_edit", Set.of("delete"), writing("src/**"), Duration.ofHours(1), 0, "why"));
        Assignment otherTool = tasks.grant(new GrantProposal(
                task,
                "file_system_listing",
                Set.of(),
                new Scope.FileScope(List.of("**"), List.of()),
                Duration.ofHours(1),
                0,
                "why"));
        Assignment short_ = tasks.grant(new GrantProposal(
                task, "file_edit", Set.of("write_file"), writing("src/**"), Duration.ofMinutes(1), 0, "why"));
        tasks.pass(Duration.ofMinutes(1));

        Explanation explanation = explain(task, "src/a");

        says(explanation, whole, true, "permits the whole call");
        says(explanation, elsewhere, false, "does not permit Writing 'src/a'");
        says(explanation, usedUp, false, "allowed 1 calls, all made");
        says(explanation, revoked, false, "was revoked by person:ada");
        says(explanation, otherOperation, false, "is for the operations delete alone");
        says(explanation, otherTool, false, "is for another tool");
        says(explanation, short_, false, "expired at");
        assertThat(explanation.touches()).containsExactly("Writing 'src/a'");
    }

    @Test
    void aGrantMadeForAnotherAgentSaysSo() {
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        tasks.set(task, "agent", "review_agent");
        database.writeOnly(transaction -> tasks.permissions.taskChanged(transaction, task));
        says(explain(task, "a"), grant, false, "was made for the agent worker");
    }

    @Test
    void whatTheCeilingForbidsIsNamed() {
        String limited = tasks.task(
                tasks.tree(new Ceiling(
                        List.of(new Limit(
                                "file_edit", Set.of(), writing("src/**"), Duration.ofHours(8), Limit.Approval.AUTO)),
                        List.of())),
                "worker");
        Step ceiling = step(explain(limited, "src/a", "docs/b"), Part.CEILING, "file_edit");
        assertThat(ceiling.helps()).isFalse();
        assertThat(ceiling.sentence()).contains("'docs/b'").doesNotContain("'src/a'");
    }

    @Test
    void theBasePermissionAndTheChainOfDelegationAreTold() {
        database.writeOnly(transaction -> tasks.base.set(
                transaction, new BasePermission("writer", "file_edit", Set.of(), writing("**")), "person:ada"));
        String delegated = tasks.task(tasks.tree(TestingTasks.everything()), "writer", task);

        Explanation explanation = explain(delegated, "a");

        assertThat(step(explanation, Part.BASE, "writer").sentence()).contains("the chain of delegation does not");
        assertThat(step(explanation, Part.DELEGATION, task))
                .satisfies(step -> assertThat(step.helps()).isFalse())
                .satisfies(
                        step -> assertThat(step.sentence()).contains("worker").contains("may not do it itself"));
        assertThat(explanation.decision())
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.rule()).isEqualTo(Decision.Rule.DELEGATION));

        tasks.grant(edit(task, 0, "a"));
        assertThat(step(explain(delegated, "a"), Part.DELEGATION, task).helps()).isTrue();
        assertThat(tasks.permissions.check(delegated, "file_edit", "write_file", List.of(write("a"))))
                .isEqualTo(explain(delegated, "a").decision());
    }

    @Test
    void asATaskEndsNothingIsAllowedToIt() {
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        tasks.finish(task);
        Explanation explanation = explain(task, "a");
        assertThat(step(explanation, Part.TASK, task).helps()).isFalse();
        says(explanation, grant, false, "ended with its task");
    }
}
