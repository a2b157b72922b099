package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Assignment.State;
import dev.writ.permission.TaskEntry.TaskFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskEntryTest {
    private static final long NOW = 1_000;

    private static TaskEntry entry(boolean ended, List<Assignment> live) {
        CompiledCeiling ceiling = new CompiledCeiling(TestingTasks.everything());
        return new TaskEntry(new TaskFacts("task_1", "tree_1", "worker", "", ended, ceiling), live, List.of());
    }

    private static Assignment grant(String id, long expiresAt) {
        return new Assignment(
                id,
                "task_1",
                "tree_1",
                "worker",
                "file_edit",
                Set.of("write_file"),
                TestingTasks.writing("**"),
                "",
                "policy",
                Instant.EPOCH,
                Instant.ofEpochMilli(expiresAt),
                0,
                State.LIVE);
    }

    @Test
    void newsThatComesLateRevivesNothing() {
        Assignment grant = grant("grant_1", 2_000);
        TaskEntry revoked = entry(false, List.of()).with(grant.in(State.REVOKED));
        assertThat(revoked.with(grant).inForce(NOW)).isEmpty();
        assertThat(revoked.with(grant).past()).containsExactly(grant.in(State.REVOKED));
    }

    @Test
    void theSameNewsTwiceIsTheSameAsOnce() {
        Assignment grant = grant("grant_1", 2_000);
        TaskEntry twice = entry(false, List.of()).with(grant).with(grant);
        assertThat(twice.inForce(NOW)).containsExactly(grant);
        TaskEntry ended = twice.with(grant.in(State.EXPIRED)).with(grant.in(State.EXPIRED));
        assertThat(ended.size()).isZero();
        assertThat(ended.past()).hasSize(1);
    }

    @Test
    void onlyTheLatestOfThePastAreKept() {
        TaskEntry entry = entry(false, List.of());
        for (int i = 0; i < 100; i++) {
            entry = entry.with(grant("grant_" + i, 2_000).in(State.REVOKED));
        }
        assertThat(entry.past()).hasSize(16).last().extracting(Assignment::id).isEqualTo("grant_99");
    }

    @Test
    void anAssignmentHoldsUntilTheMillisecondItExpires() {
        TaskEntry entry = entry(false, List.of(grant("grant_1", 500), grant("grant_2", NOW)));
        assertThat(entry.holds(0, "file_edit", "write_file", NOW)).isFalse();
        assertThat(entry.holds(1, "file_edit", "write_file", NOW)).isFalse();
        assertThat(entry.holds(1, "file_edit", "write_file", NOW - 1)).isTrue();
        assertThat(entry.expired(NOW)).hasSize(2);
        assertThat(entry.expired(499)).isEmpty();
    }

    @Test
    void nothingOutlivesItsTask() {
        assertThat(entry(true, List.of(grant("grant_1", 2_000))).size()).isZero();
    }
}
