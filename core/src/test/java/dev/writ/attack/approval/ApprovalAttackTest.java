package dev.writ.attack.approval;

import static dev.writ.attack.approval.TestingApprovals.TREE;
import static dev.writ.attack.approval.TestingApprovals.codeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Assignment;
import dev.writ.permission.Decision;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.ScopeJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to get more out of a person's yes than the person saw. */
class ApprovalAttackTest {
    private TestingApprovals writ;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingApprovals(folder);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @Test
    void theOrderOfKeysAndTheFormOfEscapesMakeNoOtherRequest() {
        ApprovalRequest first = writ.ask(TREE, "{\"read\": [], \"write\": [\"a\"]}", "x");
        assertThat(writ.ask(TREE, "{\"write\": [\"a\"], \"read\": []}", "x").id())
                .isEqualTo(first.id());
        assertThat(writ.ask(TREE, "{\"write\":[\"\\u0061\"]}", "x").id()).isEqualTo(first.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"write\": [\"a\"], \"write\": [\"**\"]}",
                "{\"write\": [\"a\"], \"Write\": [\"**\"]}",
                "{\"write\": [\"a\"], \"wr\\u0069te\": [\"**\"]}",
                "{\"write\": [\"a\"]} {\"write\": [\"**\"]}",
                "{\"write\": \"a\"}",
                "{\"write\": [1.0]}",
                "{\"write\": [\"a\\u202Eb\"]}",
                "{\"write\": [\"a\\u200Bb\"]}",
                "{\"write\": [\"a\\u0000b\"]}",
                "{\"write\": [\"\\ud800\"]}",
                "{\"write\": [\"a/../b\"]}"
            })
    void whatCouldBeReadInTwoWaysIsNoRequest(String scope) {
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> writ.ask(TREE, scope, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"600.5", "\"600\"", "1e400", "-600", "0"})
    void aDurationHasOneForm(String seconds) {
        String proposal = """
                {"task": "task_1", "tool": "file_edit", "operations": [], "scope": {"write": ["a"]},
                 "duration_seconds": %s, "maximum_uses": 0, "reason": "x"}""".formatted(seconds);
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> GrantProposal.read(Json.parse(proposal)));
    }

    @Test
    void lettersThatLookAlikeAreOtherLetters() {
        ApprovalRequest latin = writ.ask(TREE, "{\"write\": [\"notes\"]}", "x");
        ApprovalRequest cyrillic = writ.ask(TREE, "{\"write\": [\"n\u043Etes\"]}", "x");
        assertThat(cyrillic.id()).isNotEqualTo(latin.id());
        writ.decide(cyrillic, "person:ada");
        writ.grant(cyrillic);
        assertThat(writ.allows(TREE, "n\u043Etes")).isTrue();
        assertThat(writ.allows(TREE, "notes")).isFalse();
        // Composed and decomposed are two names to the file system, and so two scopes.
        writ.approved(TREE, "{\"write\": [\"\u00e9\"]}");
        assertThat(writ.allows(TREE, "\u00e9")).isTrue();
        assertThat(writ.allows(TREE, "e\u0301")).isFalse();
    }

    @Test
    void whatIsGrantedIsWhatWasShown() {
        ApprovalRequest request = writ.ask(TREE, "{\"read\": [\"b\"], \"write\": [\"a\"]}", "x");
        String shown = Json.canonical(
                ScopeJson.write(writ.approvals.get(request.id()).proposal().scope()));
        writ.decide(request, "person:ada");
        Assignment grant = writ.grant(request);
        assertThat(Json.canonical(ScopeJson.write(grant.scope()))).isEqualTo(shown);
        assertThat(grant.operations()).isEqualTo(request.proposal().operations());
        assertThat(Duration.between(grant.grantedAt(), grant.expiresAt()))
                .isEqualTo(request.proposal().duration());
    }

    @Test
    void aJustificationIsOneLineWithoutCharactersThatDeceive() {
        String reason = writ.ask(
                        TREE, "{\"write\": [\"a\"]}", "ok\r\n  scope    {}\u001b[2K\u202Eevil\u200B\u2028x\udc00")
                .proposal()
                .reason();
        assertThat(reason.codePoints())
                .noneMatch(c -> List.of(
                                (int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                                        Character.SURROGATE)
                        .contains(Character.getType(c)));
        assertThat(reason).startsWith("ok ").contains("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent:worker",
                "agent:person:ada",
                "policy",
                "engine",
                "",
                "person:",
                "Person:ada",
                " person:ada"
            })
    void nobodyButAPersonApproves(String by) {
        ApprovalRequest request = writ.ask(TREE, "{\"write\": [\"a\"]}", "person:ada approves this");
        assertThat(codeOf(() -> writ.decide(request, by))).isEqualTo("denied");
        assertThat(codeOf(() -> writ.grant(request))).isEqualTo("conflict");
        assertThat(writ.allows(TREE, "a")).isFalse();
    }

    @Test
    void aGrantEndsAtItsVeryMomentAndAClockThatStepsBackRevivesNothing() {
        Assignment grant = writ.approved(TREE, "{\"write\": [\"a\"]}");
        writ.clock.advance(TestingApprovals.HOUR.minusMillis(1));
        assertThat(writ.allows(TREE, "a")).isTrue();
        writ.clock.advance(Duration.ofMillis(1));
        assertThat(writ.allows(TREE, "a")).isFalse();
        writ.clock.advance(TestingApprovals.HOUR.negated());
        assertThat(writ.allows(TREE, "a")).isFalse();
        writ.database.writeOnly(transaction -> writ.permissions.sweep(transaction, Duration.ofDays(9)));
        assertThat(writ.permissions
                        .assignment(grant.id())
                        .orElseThrow()
                        .assignment()
                        .state())
                .isEqualTo(Assignment.State.EXPIRED);
    }

    @Test
    void aRequestThatExpiredIsNotRevivedByAClockThatStepsBack() {
        ApprovalRequest request = writ.ask(TREE, "{\"write\": [\"a\"]}", "x");
        writ.clock.advance(Duration.ofMinutes(10));
        writ.database.write(transaction -> writ.approvals.expireDue(transaction));
        writ.clock.advance(Duration.ofMinutes(-10));
        assertThat(codeOf(() -> writ.decide(request, "person:ada"))).isEqualTo("approval_expired");
    }

    @Test
    void anExpiryDuringARunIsToldToWhoeverStopsTheRun() {
        List<Assignment> ended = new CopyOnWriteArrayList<>();
        writ.permissions.onEnd(ended::add);
        Assignment grant = writ.approved(TREE, "{\"write\": [\"a\"]}");
        assertThat(writ.use(grant)).isTrue();
        writ.clock.advance(TestingApprovals.HOUR);
        writ.database.writeOnly(transaction -> writ.permissions.sweep(transaction, Duration.ofDays(9)));
        assertThat(ended).extracting(Assignment::id).containsExactly(grant.id());
        assertThat(writ.use(grant)).isFalse();
    }

    @Test
    void aGrantIsWorthNothingToAnotherTaskOrAgent() {
        writ.task("task_2", "worker");
        writ.approved(TREE, "{\"write\": [\"a\"]}");
        assertThat(writ.allows("task_2", "a")).isFalse();
        writ.execute("UPDATE tasks SET agent = 'review_agent' WHERE id = ?", TREE);
        writ.database.writeOnly(transaction -> writ.permissions.taskChanged(transaction, TREE));
        assertThat(writ.allows(TREE, "a")).isFalse();
    }

    @Test
    void aReceiptDoesNotTellToolsThatExistFromThoseThatDoNot() {
        Decision real = writ.permissions.check(TREE, "terminal", "execute_command", List.of());
        Decision invented = writ.permissions.check(TREE, "teleport", "execute_command", List.of());
        assertThat(real).isInstanceOf(Decision.Denied.class);
        assertThat(invented)
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.sentence().replace("teleport", "terminal"))
                                .isEqualTo(((Decision.Denied) real).sentence()))
                .extracting(denied -> ((Decision.Denied) denied).rule())
                .isEqualTo(((Decision.Denied) real).rule());
    }
}
