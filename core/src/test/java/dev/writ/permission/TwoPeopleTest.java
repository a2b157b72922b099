package dev.writ.permission;

import static dev.writ.permission.TestingTasks.edit;
import static dev.writ.permission.TestingTasks.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.ApprovalRequest.State;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoPeopleTest {
    private static final Answer YES = Answer.Approve.asAsked();

    private Database database;
    private TestingTasks tasks;
    private Approvals approvals;
    private ApprovalRequest request;

    @BeforeEach
    void start(@TempDir Path folder) {
        database = SqliteStore.open(folder.resolve("writ.db"));
        tasks = new TestingTasks(database);
        String task =
                tasks.task(tasks.tree(Ceiling.forSubmission(true, Set.of(), CeilingSettings.defaults())), "worker");
        GrantProposal proposal = edit(task, 0, "src/**");
        approvals = new Approvals(
                database,
                tasks.events,
                tasks.clock,
                tasks::nextId,
                tasks.permissions,
                new TwoPeople(Set.of(proposal.tool())));
        request = database.write(transaction -> approvals.request(
                transaction, proposal, "no rule says so", tasks.clock.instant().plus(Duration.ofMinutes(10))));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private ApprovalRequest decide(Answer answer, String by) {
        return database.write(transaction -> approvals.decide(transaction, request.id(), answer, by, "my reason"));
    }

    private static void refused(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WritException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    @Test
    void oneYesGrantsNothing() {
        ApprovalRequest asked = decide(YES, "person:ada");
        assertThat(asked.state()).isEqualTo(State.PENDING);
        assertThat(asked.firstYes().orElseThrow().by()).isEqualTo("person:ada");
        refused(FailureCode.CONFLICT, () -> database.write(transaction -> approvals.grant(transaction, request.id())));
        assertThat(tasks.eventTypes("approval", request.id()))
                .containsExactly("approval.requested", "approval.first_yes");
    }

    @Test
    void theSecondYesOfSomebodyElseGrantsIt() {
        decide(YES, "person:ada");
        assertThat(decide(YES, "person:bob").state()).isEqualTo(State.APPROVED);
        Assignment grant = database.write(transaction -> approvals.grant(transaction, request.id()));
        assertThat(grant.approvedBy()).isEqualTo("person:bob");
        assertThat(grant.scope()).isEqualTo(writing("src/**"));
    }

    @Test
    void nobodyIsTwoPeople() {
        decide(YES, "person:ada");
        refused(FailureCode.CONFLICT, () -> decide(YES, "person:ada"));
        assertThat(approvals.get(request.id()).state()).isEqualTo(State.PENDING);
    }

    @Test
    void theSecondOneGivesAtMostWhatTheFirstOneGave() {
        decide(new Answer.Approve(Optional.of(writing("src/a")), Optional.of(Duration.ofMinutes(5))), "person:ada");
        refused(
                FailureCode.DENIED,
                () -> decide(new Answer.Approve(Optional.of(writing("src/**")), Optional.empty()), "person:bob"));
        refused(
                FailureCode.DENIED,
                () -> decide(new Answer.Approve(Optional.empty(), Optional.of(Duration.ofMinutes(6))), "person:bob"));
        ApprovalRequest decided = decide(YES, "person:bob");
        assertThat(decided.approved().orElseThrow().scope()).isEqualTo(writing("src/a"));
        assertThat(decided.approved().orElseThrow().duration()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void oneNoIsEnough() {
        decide(YES, "person:ada");
        assertThat(decide(new Answer.Deny(), "person:bob").state()).isEqualTo(State.DENIED);
    }

    @Test
    void whoSaidYesMayStillSayNo() {
        decide(YES, "person:ada");
        assertThat(decide(new Answer.Deny(), "person:ada").state()).isEqualTo(State.DENIED);
    }

    @Test
    void anAgentIsNoSecondPerson() {
        decide(YES, "person:ada");
        refused(FailureCode.DENIED, () -> decide(YES, "agent:worker"));
    }

    @Test
    void aFirstYesThatWasWrittenIntoTheDatabaseIsFound() {
        decide(new Answer.Approve(Optional.of(writing("src/a")), Optional.empty()), "person:ada");
        database.writeOnly(transaction ->
                transaction.handle().execute("UPDATE approvals SET decision = replace(decision, 'src/a', 'src/b')"));
        refused(FailureCode.STORE_DAMAGED, () -> approvals.get(request.id()));
    }

    @Test
    void noRuleIsEnoughEither() {
        CeilingSettings settings = CeilingSettings.read(Json.parseObject("""
                {"two_people": ["terminal"],
                 "auto_approve": [{"tool": "terminal", "scope": {"commands": [["make", "test"]]}}]}
                """));
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.RUN, Allow.EDIT), settings);
        assertThat(ceiling.of("terminal")).isNotEmpty().allMatch(limit -> limit.approval() == Limit.Approval.PERSON);
        assertThat(ceiling.of("file_edit")).anyMatch(limit -> limit.approval() == Limit.Approval.AUTO);
    }

    @Test
    void allToolsOfAServerHaveOneName() {
        TwoPeople both = TwoPeople.read(List.of("memory__*", "terminal"));
        assertThat(both.needed("memory__read_graph")).isTrue();
        assertThat(both.needed("terminal")).isTrue();
        assertThat(both.needed("files__read")).isFalse();
    }

    @Test
    void whatIsNoToolIsRefused() {
        refused(FailureCode.INVALID_ARGUMENTS, () -> TwoPeople.read(List.of("treminal")));
    }
}
