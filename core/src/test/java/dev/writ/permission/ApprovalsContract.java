package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.ApprovalRequest.State;
import dev.writ.permission.RequestGuard.Admission;
import dev.writ.permission.RequestGuard.Asked;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What approvals and the guard before them promise on every database. */
abstract class ApprovalsContract {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Answer YES = Answer.Approve.asAsked();
    private static final Answer NO = new Answer.Deny();

    private Database database;
    private TestingTasks tasks;
    private String task;

    abstract Database open(Path folder);

    @BeforeEach
    void start(@TempDir Path folder) {
        database = open(folder);
        tasks = new TestingTasks(database);
        task = tasks.task(tasks.tree(Ceiling.forSubmission(true, Set.of(), CeilingSettings.defaults())), "worker");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private ApprovalRequest ask(GrantProposal proposal) {
        return database.write(transaction -> tasks.approvals.request(
                transaction, proposal, "no rule says so", tasks.clock.instant().plus(TEN_MINUTES)));
    }

    private ApprovalRequest decide(ApprovalRequest request, Answer answer, String by) {
        return database.write(
                transaction -> tasks.approvals.decide(transaction, request.id(), answer, by, "my reason"));
    }

    private Assignment grant(ApprovalRequest request) {
        return database.write(transaction -> tasks.approvals.grant(transaction, request.id()));
    }

    private static FailureCode codeOf(Runnable call) {
        try {
            call.run();
        } catch (WritException e) {
            return e.failure().code();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void exactlyWhatWasApprovedIsGrantedOnce() {
        ApprovalRequest request = ask(edit(task, 0, "src/**"));
        assertThat(codeOf(() -> grant(request))).isEqualTo(FailureCode.CONFLICT);
        ApprovalRequest decided = decide(request, YES, "person:ada");
        assertThat(decided.state()).isEqualTo(State.APPROVED);
        assertThat(decided.approved()).contains(request.proposal());
        Assignment grant = grant(request);
        assertThat(grant.scope()).isEqualTo(writing("src/**"));
        assertThat(grant.approvedBy()).isEqualTo("person:ada");
        assertThat(grant(request)).as("asking again after a crash").isEqualTo(grant);
        assertThat(tasks.permissions.assignments(AssignmentFilter.all())).hasSize(1);
        assertThat(tasks.eventTypes("approval", request.id()))
                .containsExactly("approval.requested", "approval.approved", "approval.granted");
    }

    @Test
    void aPersonMayAllowLessAndNotMore() {
        ApprovalRequest request = ask(edit(task, 0, "src/**"));
        assertThat(codeOf(() -> decide(
                        request, new Answer.Approve(Optional.of(writing("**")), Optional.empty()), "person:ada")))
                .isEqualTo(FailureCode.DENIED);
        assertThat(codeOf(() -> decide(
                        request, new Answer.Approve(Optional.empty(), Optional.of(Duration.ofHours(2))), "person:ada")))
                .isEqualTo(FailureCode.DENIED);
        decide(
                request,
                new Answer.Approve(Optional.of(writing("src/a")), Optional.of(Duration.ofMinutes(5))),
                "person:ada");
        Assignment grant = grant(request);
        assertThat(grant.scope()).isEqualTo(writing("src/a"));
        assertThat(grant.expiresAt()).isEqualTo(tasks.clock.instant().plus(Duration.ofMinutes(5)));
    }

    @Test
    void theFirstAnswerCounts() {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        decide(request, NO, "person:ada");
        assertThat(codeOf(() -> decide(request, YES, "person:bob"))).isEqualTo(FailureCode.CONFLICT);
        assertThat(codeOf(() -> grant(request))).isEqualTo(FailureCode.APPROVAL_DENIED);
        assertThat(tasks.approvals.get(request.id()))
                .satisfies(stored -> assertThat(stored.state()).isEqualTo(State.DENIED))
                .satisfies(stored -> assertThat(stored.decidedBy()).isEqualTo("person:ada"))
                .satisfies(stored -> assertThat(stored.decisionReason()).isEqualTo("my reason"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent:worker", "agent:review_agent", "policy", "engine", "person:", ""})
    void noAgentAndNoMachineAnswers(String by) {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        assertThat(codeOf(() -> decide(request, YES, by))).isEqualTo(FailureCode.DENIED);
        assertThat(tasks.approvals.get(request.id()).state()).isEqualTo(State.PENDING);
    }

    @Test
    void silenceMeansNoFromTheVeryMoment() {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        ApprovalRequest answered = ask(edit(task, 0, "b"));
        PermissionCleanup cleanup =
                new PermissionCleanup(database, tasks.permissions, tasks.approvals, Duration.ofHours(1));
        assertThat(cleanup.nextDue()).contains(request.expiresAt());
        tasks.pass(TEN_MINUTES.minusMillis(1));
        decide(answered, YES, "person:ada");
        assertThat(cleanup.run().expiredApprovals()).isEmpty();
        tasks.pass(Duration.ofMillis(1));
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.APPROVAL_EXPIRED);
        assertThat(cleanup.run().expiredApprovals())
                .extracting(ApprovalRequest::id)
                .containsExactly(request.id());
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.APPROVAL_EXPIRED);
        assertThat(codeOf(() -> grant(request))).isEqualTo(FailureCode.APPROVAL_EXPIRED);
        assertThat(tasks.eventTypes("approval", request.id()))
                .containsExactly("approval.requested", "approval.expired");
    }

    @Test
    void askingAgainForTheSameIsOneRequest() {
        ApprovalRequest first = ask(edit(task, 0, "a"));
        GrantProposal inOtherWords = new GrantProposal(
                task, "file_edit", Set.of("write_file"), writing("a"), Duration.ofHours(1), 0, "please, it is urgent");
        assertThat(ask(inOtherWords).id()).isEqualTo(first.id());
        assertThat(ask(edit(task, 1, "a")).id()).isNotEqualTo(first.id());
        assertThat(ask(edit(task, 0, "a/**")).id()).isNotEqualTo(first.id());
        assertThat(tasks.approvals.list(Optional.of(State.PENDING), task, "", 10))
                .hasSize(3);
        decide(first, NO, "person:ada");
        assertThat(ask(edit(task, 0, "a")).id()).isNotEqualTo(first.id());
    }

    @Test
    void theEndOfATaskClosesWhatItWaitsFor() {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        ApprovalRequest approved = ask(edit(task, 0, "b"));
        decide(approved, YES, "person:ada");
        tasks.finish(task);
        assertThat(tasks.approvals.get(request.id()).state()).isEqualTo(State.EXPIRED);
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.APPROVAL_EXPIRED);
        assertThat(codeOf(() -> grant(approved))).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void aStoredRequestThatWasExchangedIsNotGranted() {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        database.writeOnly(transaction -> transaction
                .handle()
                .execute("UPDATE approvals SET proposal = REPLACE(proposal, '[\"a\"]', '[\"**\"]')"));
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.STORE_DAMAGED);
        database.writeOnly(transaction -> transaction.handle().execute("DELETE FROM approvals"));
        ApprovalRequest other = ask(edit(task, 0, "b"));
        decide(other, YES, "person:ada");
        database.writeOnly(transaction -> transaction
                .handle()
                .execute(
                        "UPDATE approvals SET decision = REPLACE(decision, '[\"b\"]', '[\"**\"]') WHERE id = ?",
                        other.id()));
        assertThat(codeOf(() -> grant(other))).isEqualTo(FailureCode.STORE_DAMAGED);
        assertThat(tasks.permissions.assignments(AssignmentFilter.all())).isEmpty();
    }

    @Test
    void anApprovalDoesNotLiftTheCeiling() {
        ApprovalRequest request = ask(new GrantProposal(
                task, "file_edit", Set.of(), writing("a"), Duration.ofHours(200), 0, "for very long"));
        decide(request, YES, "person:ada");
        assertThat(codeOf(() -> grant(request))).isEqualTo(FailureCode.DENIED);
    }

    private RequestGuard guard(int perMinute, int pending) {
        return new RequestGuard(
                tasks.events, tasks.clock, new RequestGuard.Limits(Duration.ofMinutes(30), perMinute, pending));
    }

    private Admission admit(RequestGuard guard, String tool, Optional<Scope> scope) {
        String tree = treeOfTask();
        return database.write(transaction -> guard.admit(
                transaction,
                task,
                tree,
                "worker",
                List.of(new Asked(tool, scope)),
                "because",
                Set.of("file_edit", "terminal"),
                Set.of("sql_lite")));
    }

    private String treeOfTask() {
        return treeOf(task);
    }

    private String treeOf(String task) {
        return database.read(handle -> handle.createQuery("SELECT tree FROM tasks WHERE id = :id")
                .bind("id", task)
                .mapTo(String.class)
                .one());
    }

    @Test
    void unknownAndInactiveToolsAreRefusedInTheSameWords() {
        RequestGuard guard = guard(100, 10);
        assertThat(admit(guard, "file_edit", Optional.empty()).admitted()).hasSize(1);
        String inactive =
                admit(guard, "github", Optional.empty()).refused().getFirst().reason();
        String invented =
                admit(guard, "teleport", Optional.empty()).refused().getFirst().reason();
        assertThat(inactive.replace("github", "teleport")).isEqualTo(invented);
        assertThat(tasks.eventTypes("task", task))
                .containsExactly(
                        "grant.requested", "grant.requested", "grant.refused", "grant.requested", "grant.refused");
    }

    @Test
    void whatAPersonHasJustDeniedIsNotAskedAgain() {
        RequestGuard guard = guard(100, 10);
        decide(ask(edit(task, 0, "src/**")), NO, "person:ada");
        assertThat(admit(guard, "file_edit", Optional.of(writing("src/**"))).admitted())
                .isEmpty();
        assertThat(admit(guard, "file_edit", Optional.of(writing("**"))).admitted())
                .isEmpty();
        assertThat(admit(guard, "file_edit", Optional.of(writing("doc/**"))).admitted())
                .hasSize(1);
        assertThat(admit(guard, "terminal", Optional.empty()).admitted()).hasSize(1);
        tasks.pass(Duration.ofMinutes(30));
        assertThat(admit(guard, "file_edit", Optional.of(writing("src/**"))).admitted())
                .hasSize(1);
    }

    @Test
    void aToolThatAPersonMustAcceptFirstIsRefusedByARuleOfItsOwn() {
        assertThat(admit(guard(100, 10), "sql_lite", Optional.empty()).refused())
                .extracting(RequestGuard.Refused::rule)
                .containsExactly("suspended");
        assertThat(admit(guard(100, 10), "github", Optional.empty()).refused())
                .extracting(RequestGuard.Refused::rule)
                .containsExactly("request");
    }

    private void tool(String hash, String status) {
        database.writeOnly(transaction -> {
            transaction.handle().execute("DELETE FROM available_tools");
            transaction.handle().execute("""
                    INSERT INTO available_tools (name, server, description, level, default_seconds, definition_hash,
                                                 status, updated_at)
                    VALUES ('file_edit', 'file_system', 'd', 'standard', 60, ?, ?, 0)""", hash, status);
        });
    }

    @Test
    void anApprovalIsForTheDefinitionThatWasThereWhenItWasAsked() {
        tool("one", "active");
        ApprovalRequest request = ask(edit(task, 0, "a"));
        ApprovalRequest other = ask(edit(task, 0, "b"));
        tool("two", "active");
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.CONFLICT);
        tool("one", "suspended");
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.CONFLICT);
        decide(request, NO, "person:ada");
        tool("one", "active");
        decide(other, YES, "person:ada");
        tool("two", "active");
        assertThat(codeOf(() -> grant(other))).isEqualTo(FailureCode.CONFLICT);
        assertThat(tasks.permissions.assignments(AssignmentFilter.all())).isEmpty();
        tool("one", "active");
        assertThat(grant(other).scope()).isEqualTo(writing("b"));
    }

    @Test
    void anApprovalIsForTheAgentThatAsked() {
        ApprovalRequest request = ask(edit(task, 0, "a"));
        ApprovalRequest approved = ask(edit(task, 0, "b"));
        decide(approved, YES, "person:ada");
        tasks.set(task, "agent", "review_agent");
        assertThat(codeOf(() -> decide(request, YES, "person:ada"))).isEqualTo(FailureCode.CONFLICT);
        assertThat(codeOf(() -> grant(approved))).isEqualTo(FailureCode.CONFLICT);
    }

    @Test
    void aNoStandsForEveryTaskAndAgentOfTheTree() {
        RequestGuard guard = guard(100, 10);
        decide(ask(edit(task, 0, "src/**")), NO, "person:ada");
        String sibling = tasks.task(treeOfTask(), "review_agent");
        String elsewhere =
                tasks.task(tasks.tree(Ceiling.forSubmission(true, Set.of(), CeilingSettings.defaults())), "worker");
        assertThat(freshDenial(guard, edit(sibling, 0, "**"), treeOfTask())).isPresent();
        assertThat(freshDenial(guard, edit(sibling, 0, "src/a"), treeOfTask())).isEmpty();
        assertThat(freshDenial(guard, edit(elsewhere, 0, "src/**"), treeOf(elsewhere)))
                .isEmpty();
        tasks.pass(Duration.ofMinutes(30));
        assertThat(freshDenial(guard, edit(sibling, 0, "**"), treeOfTask())).isEmpty();
    }

    private Optional<String> freshDenial(RequestGuard guard, GrantProposal proposal, String tree) {
        return database.write(transaction -> guard.freshDenial(transaction, proposal, tree));
    }

    @Test
    void whoWaitsForTheSameGetsTheSameAnswerAndOnlyThey() {
        String tree = treeOfTask();
        ApprovalRequest first = ask(edit(task, 0, "a"));
        ApprovalRequest alike = ask(edit(tasks.task(tree, "worker"), 0, "a"));
        ApprovalRequest otherAgent = ask(edit(tasks.task(tree, "review_agent"), 0, "a"));
        ApprovalRequest otherTree = ask(edit(tasks.workerTask(), 0, "a"));
        ApprovalRequest wider = ask(edit(tasks.task(tree, "worker"), 0, "**"));
        assertThat(tasks.approvals.questions(tree, 10))
                .extracting(question -> question.first().id())
                .containsExactly(wider.id(), otherAgent.id(), first.id());
        decide(alike, YES, "person:ada");
        assertThat(List.of(first, alike))
                .extracting(one -> tasks.approvals.get(one.id()).state())
                .containsOnly(State.APPROVED);
        assertThat(List.of(otherAgent, otherTree, wider))
                .extracting(one -> tasks.approvals.get(one.id()).state())
                .containsOnly(State.PENDING);
        assertThat(grant(first).task()).isEqualTo(task);
        assertThat(grant(alike).task()).isEqualTo(alike.task());
    }

    @Test
    void aFloodOfRequestsIsStopped() {
        RequestGuard guard = guard(3, 10);
        for (int i = 0; i < 3; i++) {
            assertThat(admit(guard, "file_edit", Optional.empty()).admitted()).hasSize(1);
        }
        assertThat(admit(guard, "file_edit", Optional.empty()).refused()).hasSize(1);
        tasks.pass(Duration.ofMinutes(1));
        assertThat(admit(guard, "file_edit", Optional.empty()).admitted()).hasSize(1);
    }

    @Test
    void peopleAreNotAskedTooMuchAtOnce() {
        RequestGuard guard = guard(100, 2);
        ask(edit(task, 0, "a"));
        assertThat(admit(guard, "file_edit", Optional.empty()).admitted()).hasSize(1);
        ask(edit(task, 0, "b"));
        assertThat(admit(guard, "file_edit", Optional.empty()).refused()).hasSize(1);
        tasks.pass(TEN_MINUTES);
        assertThat(admit(guard, "file_edit", Optional.empty()).admitted()).hasSize(1);
    }
}
