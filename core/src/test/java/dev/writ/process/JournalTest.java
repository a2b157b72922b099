package dev.writ.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.TestingStore;
import dev.writ.task.Task;
import dev.writ.task.TestingTrees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    private TestingStore store;
    private TestingTrees all;
    private Task task;

    @BeforeEach
    void open() {
        store = TestingStore.open(folder);
        all = new TestingTrees(store.database());
        task = all.root();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Journal journal() {
        return new Journal(store.database(), all.clock, task.id());
    }

    private void record(Journal journal, String name, Object result) {
        store.database().writeOnly(tx -> journal.record(tx, name, result, all.clock.instant()));
    }

    @Test
    void what_was_recorded_is_replayed_in_order_and_then_there_is_nothing() {
        Journal first = journal();
        assertThat(first.replay("select")).isEmpty();
        record(first, "select", "worker");
        record(first, "predict", List.of("a", "b"));
        assertThat(first.replay("run")).isEmpty();

        Journal again = journal();
        assertThat(again.has("select")).isTrue();
        assertThat(again.replay("select")).contains(Json.tree("worker"));
        assertThat(again.has("select")).isFalse();
        assertThat(again.replay("predict")).contains(Json.parse("[\"a\", \"b\"]"));
        assertThat(again.replay("run")).isEmpty();
        record(again, "run", true);
        assertThat(store.database()
                        .<List<String>>read(handle -> handle.createQuery(
                                        "SELECT position || ' ' || name FROM process_steps ORDER BY position")
                                .mapTo(String.class)
                                .list()))
                .containsExactly("1 select", "2 predict", "3 run");
    }

    @Test
    void steps_of_one_task_are_not_those_of_another() {
        record(journal(), "select", "worker");
        Task other = all.root();
        assertThat(new Journal(store.database(), all.clock, other.id()).replay("select"))
                .isEmpty();
    }

    @Test
    void a_process_that_takes_another_step_than_it_did_is_stopped_with_both_named() {
        record(journal(), "select", "worker");
        Journal again = journal();
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> again.replay("plan"))
                .withMessageContaining("'select'")
                .withMessageContaining("'plan'")
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.CONFLICT));
    }

    @Test
    void two_runs_cannot_both_record_the_same_step() {
        Journal one = journal();
        Journal other = journal();
        record(one, "select", "worker");
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> record(other, "select", "recovery_agent"));
        assertThat(journal().replay("select")).contains(Json.tree("worker"));
    }

    @Test
    void a_step_whose_transaction_fails_is_not_recorded() {
        Journal journal = journal();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.database().writeOnly(tx -> {
                    journal.record(tx, "select", "worker", all.clock.instant());
                    throw new IllegalStateException("after it");
                }));
        assertThat(journal().replay("select")).isEmpty();
    }
}
