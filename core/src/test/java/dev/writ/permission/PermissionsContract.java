package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.everything;
import static dev.writ.permission.TestingTasks.write;
import static dev.writ.permission.TestingTasks.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Decision.Denied;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What permissions promise on every database. */
abstract class PermissionsContract {
    private Database database;
    private TestingTasks tasks;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        tasks = new TestingTasks(database);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static FailureCode codeOf(ThrowingCallable call) {
        try {
            call.call();
        } catch (WritException e) {
            return e.failure().code();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void nothingIsAllowedThatNobodyGranted() {
        String task = tasks.workerTask();
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.NOT_ASSIGNED);
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isFalse();
    }

    @Test
    void theCoreToolkitIsAlwaysAllowed() {
        assertThat(tasks.permissions.check("no_such_task", "core", "end_task", List.of()))
                .isEqualTo(new Allowed(new Authority.Core()));
        assertThat(tasks.permissions.visible("no_such_task", "core", "end_task"))
                .isTrue();
    }

    @Test
    void aGrantAllowsWhatItNamesAndNothingElse() {
        String task = tasks.workerTask();
        assertThat(tasks.allows(task, "src/a")).isFalse();
        Assignment grant = tasks.grant(edit(task, 0, "src/**"));
        assertThat(tasks.check(task, "src/a")).isEqualTo(new Allowed(new Authority.Granted(grant.id())));
        assertThat(tasks.deniedBy(task, "doc/a")).isEqualTo(Rule.SCOPE);
        assertThat(tasks.deniedBy(task, "src/a", "doc/a")).isEqualTo(Rule.SCOPE);
        assertThat(tasks.permissions.check(task, "file_edit", "delete", List.of(write("src/a"))))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo(Rule.OPERATION));
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isTrue();
        assertThat(tasks.permissions.visible(task, "file_edit", "delete")).isFalse();
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued");
    }

    @Test
    void aGrantIsWorthNothingToAnotherTaskOrAgent() {
        String tree = tasks.tree(everything());
        String task = tasks.task(tree, "worker");
        String other = tasks.task(tree, "worker");
        tasks.grant(edit(task, 0, "**"));
        assertThat(tasks.allows(other, "a")).isFalse();
        assertThat(tasks.allows(task, "a")).isTrue();
        tasks.set(task, "agent", "someone_else");
        database.writeOnly(transaction -> tasks.permissions.taskChanged(transaction, task));
        assertThat(tasks.allows(task, "a")).isFalse();
    }

    @Test
    void severalGrantsAddUp() {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 0, "a/**"));
        tasks.grant(edit(task, 0, "b/**"));
        assertThat(tasks.allows(task, "a/1", "b/1")).isTrue();
        assertThat(tasks.allows(task, "a/1", "c/1")).isFalse();
    }

    @Test
    void ofSeveralGrantsThatAddUpOneAtMostHasCountedUses() {
        String task = tasks.workerTask();
        Assignment unlimited = tasks.grant(edit(task, 0, "a/**"));
        Assignment limited = tasks.grant(edit(task, 2, "b/**"));
        tasks.grant(edit(task, 2, "c/**"));
        assertThat(tasks.check(task, "a/1", "b/1"))
                .isEqualTo(new Allowed(new Authority.Granted(limited.id(), Set.of(unlimited.id()))));
        assertThat(tasks.check(task, "a/1")).isEqualTo(new Allowed(new Authority.Granted(unlimited.id())));
        assertThat(tasks.deniedBy(task, "b/1", "c/1")).isEqualTo(Rule.SCOPE);
    }

    @Test
    void aGrantWithoutCountedUsesIsPreferred() {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 1, "a/**"));
        Assignment unlimited = tasks.grant(edit(task, 0, "a/**"));
        assertThat(tasks.check(task, "a/1")).isEqualTo(new Allowed(new Authority.Granted(unlimited.id())));
    }

    @Test
    void aGrantIsOverAtTheVeryMomentItExpires() {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        tasks.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(tasks.allows(task, "a")).isTrue();
        assertThat(tasks.use(grant)).isTrue();
        tasks.pass(Duration.ofMillis(1));
        assertThat(tasks.use(grant)).isFalse();
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.EXPIRED);
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isFalse();
        assertThat(tasks.permissions.held(task)).isEmpty();
    }

    @Test
    void aClockThatIsSetBackRevivesNothing() {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        tasks.pass(Duration.ofHours(2));
        assertThat(tasks.allows(task, "a")).isFalse();
        tasks.pass(Duration.ofMinutes(-90));
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.EXPIRED);
        database.writeOnly(transaction -> tasks.permissions.sweep(transaction, Duration.ofDays(1)));
        assertThat(tasks.newManager().check(task, "file_edit", "write_file", List.of(write("a"))))
                .isInstanceOf(Denied.class);
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued", "grant.expired");
    }

    @Test
    void aRevocationIsInForceWhenItReturns() {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        List<Assignment> ended = new ArrayList<>();
        tasks.permissions.onEnd(ended::add);
        tasks.revoke(grant);
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.REVOKED);
        assertThat(tasks.use(grant)).isFalse();
        assertThat(ended).containsExactly(grant.in(Assignment.State.REVOKED));
        tasks.revoke(grant);
        assertThat(ended).hasSize(1);
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued", "grant.revoked");
        assertThat(tasks.permissions.assignment(grant.id()).orElseThrow())
                .satisfies(view -> assertThat(view.endReason()).isEqualTo("enough"))
                .satisfies(view -> assertThat(view.endedBy()).isEqualTo("person:ada"));
    }

    @Test
    void aTransactionThatFailsChangesNothing() {
        String task = tasks.workerTask();
        assertThat(tasks.allows(task, "a")).isFalse();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.writeOnly(transaction -> {
                    tasks.permissions.grant(transaction, edit(task, 0, "**"), "policy");
                    throw new IllegalStateException("no");
                }));
        assertThat(tasks.allows(task, "a")).isFalse();
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.writeOnly(transaction -> {
                    tasks.permissions.revoke(transaction, grant.id(), "person:ada", "");
                    throw new IllegalStateException("no");
                }));
        assertThat(tasks.allows(task, "a")).isTrue();
    }

    @Test
    void aWholeTaskTreeOrSystemCanBeRevoked() {
        String tree = tasks.tree(everything());
        String one = tasks.task(tree, "worker");
        String two = tasks.task(tree, "worker");
        String elsewhere = tasks.workerTask();
        List.of(one, two, elsewhere).forEach(task -> tasks.grant(edit(task, 0, "**")));
        int ofTask =
                database.write(transaction -> tasks.permissions.revokeTask(transaction, one, "person:ada", "stop"));
        assertThat(ofTask).isEqualTo(1);
        assertThat(tasks.allows(one, "a")).isFalse();
        assertThat(tasks.allows(two, "a")).isTrue();
        database.writeOnly(transaction -> tasks.permissions.revokeTree(transaction, tree, "person:ada", "stop"));
        assertThat(tasks.allows(two, "a")).isFalse();
        assertThat(tasks.allows(elsewhere, "a")).isTrue();
        database.writeOnly(transaction -> tasks.permissions.revokeAll(transaction, "person:ada", "stop"));
        assertThat(tasks.allows(elsewhere, "a")).isFalse();
    }

    @Test
    void theEndOfATaskEndsAllItsPowers() {
        String task = tasks.task(tasks.tree(everything()), "clerk");
        tasks.base.seed(List.of(new BasePermission("clerk", "file_edit", Set.of(), writing("base/**"))));
        Assignment grant = tasks.grant(edit(task, 0, "**"));
        assertThat(tasks.allows(task, "base/a")).isTrue();
        tasks.finish(task);
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.UNKNOWN_TASK);
        assertThat(tasks.deniedBy(task, "base/a")).isEqualTo(Rule.UNKNOWN_TASK);
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued", "grant.ended");
        assertThat(codeOf(() -> tasks.grant(edit(task, 0, "**")))).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void aTaskThatIsOverMayNothingEvenIfItsGrantsWereForgotten() {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 0, "**"));
        tasks.set(task, "state", "cancelled");
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.UNKNOWN_TASK);
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isFalse();
    }

    @Test
    void aTaskThatIsBeingCancelledIsGrantedNothing() {
        String task = tasks.workerTask();
        tasks.set(task, "stop_asked", "cancel");
        assertThat(codeOf(() -> tasks.grant(edit(task, 0, "**")))).isEqualTo(FailureCode.CONFLICT);
        assertThat(codeOf(() -> tasks.grant(edit("task_none", 0, "**")))).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void nobodyGrantsMoreThanTheCeiling() {
        String task =
                tasks.task(tasks.tree(Ceiling.forSubmission(false, Set.of(), CeilingSettings.defaults())), "worker");
        for (String approver : List.of("policy", "person:ada")) {
            assertThat(codeOf(() -> database.write(
                            transaction -> tasks.permissions.grant(transaction, edit(task, 0, "a"), approver))))
                    .isEqualTo(FailureCode.DENIED);
        }
        assertThat(tasks.permissions.assignments(AssignmentFilter.all())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "agent:worker", "person:", "engine", "", "Person:ada"})
    void whatNeedsAPersonIsGrantedByNobodyElse(String approver) {
        Ceiling reading = Ceiling.forSubmission(true, Set.of(), CeilingSettings.defaults());
        String task = tasks.task(tasks.tree(reading), "worker");
        assertThat(codeOf(() -> database.write(
                        transaction -> tasks.permissions.grant(transaction, edit(task, 0, "a"), approver))))
                .isEqualTo(FailureCode.DENIED);
        database.write(transaction -> tasks.permissions.grant(transaction, edit(task, 0, "a"), "person:ada"));
        assertThat(tasks.allows(task, "a")).isTrue();
    }

    @Test
    void noAgentGrantsItselfEvenWhatARuleWouldGrant() {
        String task = tasks.workerTask();
        assertThat(codeOf(() -> database.write(
                        transaction -> tasks.permissions.grant(transaction, edit(task, 0, "a"), "agent:worker"))))
                .isEqualTo(FailureCode.DENIED);
    }

    @Test
    void aRowBeyondTheCeilingIsWorthNothing() {
        Ceiling narrow = Ceiling.forSubmission(
                true,
                Set.of(Allow.EDIT),
                CeilingSettings.read(
                        Json.parse("{\"ceiling\": {\"file_edit\": {\"scope\": {\"write\": [\"src/**\"]}}}}")));
        String task = tasks.task(tasks.tree(narrow), "worker");
        tasks.grant(edit(task, 0, "src/**"));
        database.writeOnly(transaction -> transaction
                .handle()
                .execute("UPDATE task_tool_assignments SET scope = '{\"read\":[],\"write\":[\"**\"]}'"));
        assertThat(tasks.allows(task, "src/a")).isTrue();
        assertThat(tasks.deniedBy(task, "doc/a")).isEqualTo(Rule.CEILING);
    }

    @Test
    void whatCannotBeReadIsDenied() {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 0, "**"));
        database.writeOnly(
                transaction -> transaction.handle().execute("UPDATE task_tool_assignments SET scope = '{\"all\":1}'"));
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.ERROR);
        assertThat(tasks.permissions.visible(task, "file_edit", "write_file")).isFalse();
        String other = tasks.workerTask();
        database.close();
        assertThat(tasks.deniedBy(other, "a")).isEqualTo(Rule.ERROR);
    }

    @Test
    void narrowingNeedsNobodyAndWideningIsRefused() {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 0, "src/**"));
        for (Scope wider :
                List.of(writing("**"), writing("src/**", "doc"), new Scope.FileScope(List.of("src/**"), List.of()))) {
            assertThat(codeOf(() -> database.write(transaction -> tasks.permissions.narrow(
                            transaction, grant.id(), grant.operations(), wider, grant.expiresAt(), "agent:worker"))))
                    .isEqualTo(FailureCode.DENIED);
        }
        assertThat(codeOf(() -> database.write(transaction -> tasks.permissions.narrow(
                        transaction, grant.id(), Set.of(), grant.scope(), grant.expiresAt(), "agent:worker"))))
                .isEqualTo(FailureCode.DENIED);
        assertThat(codeOf(() -> database.write(transaction -> tasks.permissions.narrow(
                        transaction,
                        grant.id(),
                        grant.operations(),
                        grant.scope(),
                        grant.expiresAt().plusMillis(1),
                        "agent:worker"))))
                .isEqualTo(FailureCode.DENIED);
        database.write(transaction -> tasks.permissions.narrow(
                transaction,
                grant.id(),
                grant.operations(),
                writing("src/a"),
                grant.expiresAt().minusSeconds(60),
                "agent:worker"));
        assertThat(tasks.allows(task, "src/a")).isTrue();
        assertThat(tasks.allows(task, "src/b")).isFalse();
        tasks.pass(Duration.ofMinutes(59));
        assertThat(tasks.allows(task, "src/a")).isFalse();
    }

    @Test
    void theLastUseIsTheLastAndIsAllowedToRun() {
        String task = tasks.workerTask();
        Assignment grant = tasks.grant(edit(task, 2, "**"));
        List<Assignment> ended = new ArrayList<>();
        tasks.permissions.onEnd(ended::add);
        assertThat(tasks.use(grant)).isTrue();
        assertThat(tasks.allows(task, "a")).isTrue();
        assertThat(tasks.use(grant)).isTrue();
        assertThat(tasks.deniedBy(task, "a")).isEqualTo(Rule.USED_UP);
        assertThat(tasks.use(grant)).isFalse();
        assertThat(ended).as("the call of the last use goes on").isEmpty();
        assertThat(tasks.permissions.assignment(grant.id()).orElseThrow().uses())
                .isEqualTo(2);
        assertThat(tasks.eventTypes("grant", grant.id())).containsExactly("grant.issued", "grant.used_up");
        tasks.revoke(grant);
        assertThat(ended).as("but a person can stop it").containsExactly(grant.in(Assignment.State.REVOKED));
    }

    @Test
    void expiryAlsoStopsTheCallOfALastUse() {
        Assignment grant = tasks.grant(edit(tasks.workerTask(), 1, "**"));
        List<Assignment> ended = new ArrayList<>();
        tasks.permissions.onEnd(ended::add);
        assertThat(tasks.use(grant)).isTrue();
        tasks.pass(Duration.ofHours(1));
        database.write(transaction -> tasks.permissions.sweep(transaction, Duration.ofDays(1)));
        assertThat(ended).containsExactly(grant.in(Assignment.State.EXPIRED));
    }

    @Test
    void aListenerThatFailsStopsNobody() {
        Assignment grant = tasks.grant(edit(tasks.workerTask(), 0, "**"));
        List<Assignment> ended = new ArrayList<>();
        tasks.permissions.onEnd(assignment -> {
            throw new IllegalStateException("broken listener");
        });
        tasks.permissions.onEnd(ended::add);
        tasks.revoke(grant);
        assertThat(ended).hasSize(1);
    }

    @Test
    void cleaningUpEndsWhatExpiredAndWhatWentUnused() {
        String task = tasks.workerTask();
        Assignment used = tasks.grant(edit(task, 0, "used"));
        Assignment unused = tasks.grant(edit(task, 0, "unused"));
        PermissionCleanup cleanup =
                new PermissionCleanup(database, tasks.permissions, tasks.approvals, Duration.ofMinutes(30));
        assertThat(cleanup.nextDue()).contains(TestingTasks.START.plus(Duration.ofMinutes(30)));
        tasks.pass(Duration.ofMinutes(20));
        tasks.use(used);
        tasks.pass(Duration.ofMinutes(10));
        assertThat(cleanup.run().grants()).isEqualTo(new DatabasePermissionManager.Swept(0, 1));
        assertThat(tasks.eventTypes("grant", unused.id())).containsExactly("grant.issued", "grant.unused");
        assertThat(cleanup.nextDue()).contains(TestingTasks.START.plus(Duration.ofMinutes(50)));
        tasks.pass(Duration.ofMinutes(10));
        tasks.use(used);
        tasks.pass(Duration.ofMinutes(20));
        assertThat(cleanup.nextDue()).contains(tasks.clock.instant());
        assertThat(cleanup.run().grants()).isEqualTo(new DatabasePermissionManager.Swept(1, 0));
        assertThat(cleanup.run().grants()).isEqualTo(new DatabasePermissionManager.Swept(0, 0));
        assertThat(cleanup.nextDue()).isEmpty();
    }

    @Test
    void assignmentsAreListedByTaskTreeAndState() {
        String task = tasks.workerTask();
        Assignment first = tasks.grant(edit(task, 0, "a"));
        Assignment second = tasks.grant(edit(task, 0, "b"));
        tasks.grant(edit(tasks.workerTask(), 0, "c"));
        tasks.revoke(first);
        assertThat(tasks.permissions.assignments(AssignmentFilter.all())).hasSize(3);
        assertThat(tasks.permissions.assignments(AssignmentFilter.all().ofTask(task)))
                .extracting(view -> view.assignment().id())
                .containsExactly(second.id(), first.id());
        assertThat(tasks.permissions.assignments(
                        AssignmentFilter.all().inTree(first.tree()).in(Assignment.State.REVOKED)))
                .extracting(view -> view.assignment())
                .containsExactly(first.in(Assignment.State.REVOKED));
        assertThat(tasks.permissions.assignments(AssignmentFilter.all().atMost(2)))
                .hasSize(2);
    }

    @Test
    void aRestartChangesNoAnswer() {
        String task = tasks.workerTask();
        tasks.grant(edit(task, 0, "a"));
        tasks.revoke(tasks.grant(edit(task, 0, "b")));
        DatabasePermissionManager restarted = tasks.newManager();
        restarted.loadAll();
        for (String path : List.of("a", "b", "c")) {
            assertThat(restarted.check(task, "file_edit", "write_file", List.of(write(path))))
                    .isEqualTo(tasks.check(task, path));
        }
    }
}
