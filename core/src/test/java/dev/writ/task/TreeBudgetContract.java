package dev.writ.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a tree's budget keeps, on every database. */
abstract class TreeBudgetContract {
    private TestingTrees all;
    private TreeBudget budget;

    abstract Database database();

    @BeforeEach
    void prepare() {
        all = new TestingTrees(database());
        budget = new TreeBudget(all.trees, all.clock);
    }

    @Test
    void what_is_reserved_is_replaced_by_what_was_spent() {
        Task root = all.root(new Budget(10, 1_000, 500, 60, 3, 3));
        reserve(root, 400, 200);
        assertThat(row(root)).isEqualTo("calls 1, tokens 0+400, micros 0+200");
        database().writeOnly(tx -> budget.settle(tx, root, 150, 70));
        assertThat(row(root)).isEqualTo("calls 1, tokens 150+0, micros 70+0");
        assertThat(all.trees.get(root.id()).spent()).isEqualTo(new Tree.Spent(1, 150, 70, 0));
    }

    @Test
    void a_call_that_broke_off_counts_as_the_most_it_could_have_cost_and_only_once() {
        Task root = all.root(new Budget(10, 1_000, 500, 60, 3, 3));
        reserve(root, 400, 200);
        database().writeOnly(tx -> budget.settleUnknown(tx, root));
        database().writeOnly(tx -> budget.settleUnknown(tx, root));
        assertThat(row(root)).isEqualTo("calls 1, tokens 400+0, micros 200+0");
    }

    @Test
    void what_does_not_fit_is_refused_and_nothing_is_reserved() {
        Task root = all.root(new Budget(2, 1_000, 500, 60, 3, 3));
        exhausted(root, 1_001, 0, "tokens or money");
        exhausted(root, 0, 501, "tokens or money");
        assertThat(row(root)).isEqualTo("calls 0, tokens 0+0, micros 0+0");
        reserve(root, 1_000, 500);
        database().writeOnly(tx -> budget.settle(tx, root, 10, 10));
        reserve(root, 990, 490);
        database().writeOnly(tx -> budget.settle(tx, root, 0, 0));
        exhausted(root, 0, 0, "model calls (2)");
    }

    @Test
    void what_others_have_reserved_does_not_fit_again() {
        Task root = all.root(new Budget(10, 1_000, 500, 60, 3, 3));
        Task child = all.child(root);
        reserve(root, 600, 0);
        exhausted(child, 500, 0, "tokens or money");
        reserve(child, 400, 0);
        assertThat(row(root)).isEqualTo("calls 2, tokens 0+1000, micros 0+0");
    }

    @Test
    void the_time_of_a_tree_runs_out() {
        Task root = all.root(new Budget(10, 1_000, 500, 60, 3, 3));
        all.clock.advance(Duration.ofSeconds(59));
        reserve(root, 1, 1);
        all.clock.advance(Duration.ofSeconds(1));
        exhausted(root, 1, 1, "time (60 s)");
    }

    @Test
    void subtasks_are_counted_to_their_number_and_depth() {
        Task root = all.root(new Budget(10, 1_000, 500, 60, 2, 2));
        database().writeOnly(tx -> budget.countSubtask(tx, root.id(), 1));
        limited(root, 3);
        database().writeOnly(tx -> budget.countSubtask(tx, root.id(), 2));
        limited(root, 1);
        assertThat(all.trees.get(root.id()).spent().subtasks()).isEqualTo(2);
    }

    @Test
    void fifty_threads_together_never_exceed_it() throws Exception {
        Task root = all.root(new Budget(1_000, 10_000, 1_000_000, 600, 3, 3));
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(all.child(root));
        }
        List<Future<Long>> spent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                Task task = tasks.get(i);
                Random random = new Random(i);
                spent.add(threads.submit(() -> spendUntilExhausted(task, random)));
            }
        }
        long total = 0;
        for (Future<Long> one : spent) {
            total += one.get();
        }
        Tree.Spent recorded = all.trees.get(root.id()).spent();
        assertThat(recorded.tokens()).isEqualTo(total).isLessThanOrEqualTo(10_000);
        // The last one that did not fit was at most that large.
        assertThat(total).isGreaterThan(10_000 - 300);
        assertThat(row(root)).contains("tokens " + total + "+0");
    }

    /** Reserves, looks that all reservations together still fit, and spends less than was reserved. */
    private long spendUntilExhausted(Task task, Random random) {
        long spent = 0;
        while (true) {
            long most = random.nextInt(1, 300);
            long used = random.nextInt((int) most + 1);
            try {
                reserve(task, most, most);
            } catch (WritException e) {
                assertThat(e.failure().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
                return spent;
            }
            long together = database()
                    .read(handle -> handle.createQuery("SELECT tokens + reserved_tokens FROM trees WHERE id = ?")
                            .bind(0, task.tree())
                            .mapTo(Long.class)
                            .one());
            assertThat(together).isLessThanOrEqualTo(10_000);
            database().writeOnly(tx -> budget.settle(tx, task, used, used));
            spent += used;
        }
    }

    private void reserve(Task task, long tokens, long micros) {
        database().writeOnly(tx -> budget.reserve(tx, task, tokens, micros));
    }

    private void exhausted(Task task, long tokens, long micros, String limit) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> reserve(task, tokens, micros))
                .withMessageContaining(limit)
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED));
    }

    private void limited(Task root, int depth) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> database().writeOnly(tx -> budget.countSubtask(tx, root.id(), depth)))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.LIMIT_REACHED));
    }

    private String row(Task root) {
        return database()
                .read(handle -> handle.createQuery("SELECT * FROM trees WHERE id = ?")
                        .bind(0, root.tree())
                        .map((row, context) -> "calls %d, tokens %d+%d, micros %d+%d"
                                .formatted(
                                        row.getLong("model_calls"),
                                        row.getLong("tokens"),
                                        row.getLong("reserved_tokens"),
                                        row.getLong("cost_micros"),
                                        row.getLong("reserved_micros")))
                        .one());
    }
}
