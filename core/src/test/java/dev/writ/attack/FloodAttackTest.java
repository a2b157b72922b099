package dev.writ.attack;

import static dev.writ.attack.TestingWrit.HOUR;
import static dev.writ.attack.TestingWrit.json;
import static dev.writ.attack.TestingWrit.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.ApprovalRequest.State;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.ScopeJson;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JIT-10: so many requests that a person approves without reading, or the same again after a no. */
class FloodAttackTest {
    private TestingWrit writ;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(folder);
        task = writ.task(new Allow[0]);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private RequestGuard.Admission admit(String who, String scope) {
        return writ.database.write(transaction -> writ.guard.admit(
                transaction,
                who,
                writ.treeOf(who),
                "worker",
                List.of(new RequestGuard.Asked("file_edit", Optional.of(ScopeJson.read("file_edit", json(scope))))),
                "please",
                Set.of("file_edit"),
                Set.of()));
    }

    private Optional<String> objection(String who, String scope) {
        GrantProposal proposal = proposal(who, "file_edit", scope, HOUR, 0);
        return writ.database.write(transaction -> writ.guard
                .freshDenial(transaction, proposal, writ.treeOf(who))
                .or(() -> writ.guard.crowd(transaction, writ.treeOf(who))));
    }

    @Test
    void ofManyRequestsAtOnceFromAllTasksOfATreeThirtyAMinuteAreThoughtAbout() {
        List<String> tasks = IntStream.range(0, 4)
                .mapToObj(i -> writ.subtask(task, "worker"))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                threads.submit(() -> admit(tasks.get(number % 4), "{'write': ['f" + number + "']}"));
            }
        }
        int refused = writ.number("SELECT COUNT(*) FROM events WHERE type = 'grant.refused'");
        assertThat(refused).isEqualTo(70);
        assertThat(writ.number("SELECT COUNT(*) FROM events WHERE type = 'grant.requested'"))
                .as("what was refused is on record too")
                .isEqualTo(100);
        writ.clock.advance(Duration.ofMinutes(-5));
        assertThat(admit(task, "{'write': ['g']}").admitted())
                .as("a clock that is set back begins no new minute")
                .isEmpty();
    }

    @Test
    void noMoreThanTenWaitForAPersonHoweverManyWereAdmittedBefore() {
        // All were admitted while nothing waited yet; each is looked at again when it would be asked.
        int asked = 0;
        for (int i = 0; i < 25; i++) {
            String scope = "{'write': ['f" + i + "']}";
            if (objection(task, scope).isEmpty()) {
                writ.ask(task, "file_edit", scope);
                asked++;
            }
        }
        assertThat(asked).isEqualTo(10);
        assertThat(writ.approvals.questions(writ.treeOf(task), 100)).hasSize(10);
        assertThat(admit(task, "{'write': ['one-more']}").refused()).hasSize(1);
        assertThat(objection(writ.task(), "{'write': ['f0']}"))
                .as("another person's tree is not held up")
                .isEmpty();
    }

    @Test
    void theSameRequestIsOneQuestionHoweverOftenAndInWhateverOrderItIsMade() {
        List<String> forms = List.of(
                "{'read': ['a', 'b'], 'write': ['c']}",
                "{'write': ['c'], 'read': ['a', 'b']}",
                "{'write':['\\u0063'],'read':['\\u0061','b']}");
        for (int i = 0; i < 30; i++) {
            writ.ask(task, "file_edit", forms.get(i % forms.size()));
        }
        List<String> tasks = IntStream.range(0, 5)
                .mapToObj(i -> writ.subtask(task, "worker"))
                .toList();
        tasks.forEach(one -> writ.ask(one, "file_edit", forms.getFirst()));
        assertThat(writ.approvals.questions(writ.treeOf(task), 100))
                .singleElement()
                .satisfies(question -> assertThat(question.alike()).hasSize(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'write': ['src/**']}", "{'write': ['**']}", "{'read': ['a'], 'write': ['src/**']}",
                "{'write': ['src/**', 'doc/a']}", "{'write': ['sr?/**', 'src/**']}", "{'write': ['s*/**']}"
            })
    void aNoIsNotAskedAgainByWhateverTaskAgentTimeOrWiderScope(String scope) {
        ApprovalRequest request = writ.ask(task, "file_edit", "{'write': ['src/**']}");
        writ.answer(request, new Answer.Deny(), "person:ada");
        for (String who : List.of(task, writ.subtask(task, "worker"), writ.subtask(task, "planning_agent"))) {
            assertThat(objection(who, scope)).isPresent();
            assertThat(admit(who, scope).admitted()).isEmpty();
        }
        writ.clock.advance(Duration.ofMinutes(29));
        assertThat(objection(task, scope)).isPresent();
        writ.clock.advance(Duration.ofDays(-1));
        assertThat(objection(task, scope)).as("with the clock set back").isPresent();
    }

    @Test
    void aNoIsNotBuriedUnderOthers() {
        ApprovalRequest first = writ.ask(task, "file_edit", "{'write': ['secret/**']}");
        writ.answer(first, new Answer.Deny(), "person:ada");
        for (int i = 0; i < 120; i++) {
            writ.clock.advance(Duration.ofSeconds(1));
            writ.answer(writ.ask(task, "terminal", "{'commands': [['c" + i + "']]}"), new Answer.Deny(), "person:ada");
        }
        assertThat(objection(task, "{'write': ['secret/**']}")).isPresent();
    }

    @Test
    void whatNobodyAnsweredWasNotAllowedAndFreesItsPlace() {
        for (int i = 0; i < 10; i++) {
            writ.ask(task, "file_edit", "{'write': ['f" + i + "']}");
        }
        assertThat(objection(task, "{'write': ['late']}")).isPresent();
        writ.clock.advance(Duration.ofMinutes(10));
        writ.database.write(transaction -> writ.approvals.expireDue(transaction));
        assertThat(objection(task, "{'write': ['late']}")).isEmpty();
        assertThat(writ.approvals.list(Optional.of(State.EXPIRED), task, "", 100))
                .hasSize(10);
        assertThat(writ.permissions.held(task)).isEmpty();
    }
}
