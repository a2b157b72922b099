package dev.writ.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.event.NewEvent;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {
    private static final List<Offer> OFFERS = List.of(
            new Offer("file_edit.write_file", "writes a file", true),
            new Offer("sql_lite.execute_query", "asks data", true));
    private static final Situation REQUEST = new Situation("Bring the ledger up to date", "worker", "folder");

    @TempDir
    Path folder;

    private TestingRecords records;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private Predictor predictor() {
        return new Predictor(records.database(), () -> OFFERS, records.clock());
    }

    /** A tree of one task that used this and was completed. */
    private void ended(String id, String operation) {
        records.tree(id);
        records.insert(
                "tasks",
                Map.ofEntries(
                        Map.entry("id", id),
                        Map.entry("tree", id),
                        Map.entry("depth", 0),
                        Map.entry("title", id),
                        Map.entry("instruction", REQUEST.request()),
                        Map.entry("process", "neutral_task"),
                        Map.entry("agent", "worker"),
                        Map.entry("state", "completed"),
                        Map.entry("version", 1),
                        Map.entry("created_at", 1),
                        Map.entry("updated_at", 2),
                        Map.entry("finished_at", 2)));
        records.insert(
                "process_steps",
                Map.of(
                        "task",
                        id,
                        "position",
                        1,
                        "name",
                        "predict_tools",
                        "started_at",
                        1,
                        "finished_at",
                        1,
                        "result",
                        "{\"workspace\":\"folder\",\"foreseen\":[]}"));
        records.call(id, "worker", operation, "succeeded", 1, 1, "");
        records.event(NewEvent.of("task.completed", "task", id).in(id, id));
    }

    private static void catchUp(Predictor predictor) {
        while (!predictor.catchUp()) {
            // There is more.
        }
    }

    private long count(String table) {
        return records.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    private void write(String sql) {
        records.database().writeOnly(transaction -> transaction.execute(sql));
    }

    @Test
    void nothing_is_predicted_and_nothing_loaded_while_nothing_was_learned() {
        try (Predictor predictor = predictor()) {
            records.event(NewEvent.of("task.created", "task", "t"));
            catchUp(predictor);
            assertThat(predictor.predict(REQUEST, offer -> true, 5)).isEqualTo(Predictor.Answer.NONE);
            assertThat(predictor.examples()).isZero();
        }
    }

    @Test
    void a_restart_knows_what_was_learned_and_says_the_same() {
        for (int i = 0; i < 30; i++) {
            ended("tree_" + i, i % 3 == 0 ? "sql_lite.execute_query" : "file_edit.write_file");
        }
        Predictor.Answer before;
        try (Predictor predictor = predictor()) {
            catchUp(predictor);
            before = predictor.predict(REQUEST, offer -> true, 5);
            assertThat(predictor.examples()).isEqualTo(30);
            assertThat(before.predictions().getFirst().offer()).isEqualTo("file_edit.write_file");
        }
        try (Predictor again = predictor()) {
            catchUp(again);
            assertThat(again.predict(REQUEST, offer -> true, 5)).isEqualTo(before);
            assertThat(count("prediction_examples")).isEqualTo(30);
        }
    }

    @Test
    void broken_off_between_learning_and_storing_each_task_still_teaches_once() {
        ended("tree_1", "file_edit.write_file");
        write("CREATE TRIGGER broken BEFORE INSERT ON prediction_models BEGIN SELECT RAISE(ABORT, 'broken off'); END");
        try (Predictor predictor = predictor()) {
            assertThatThrownBy(predictor::catchUp).isInstanceOf(RuntimeException.class);
            assertThat(count("prediction_examples")).isZero();
            assertThat(predictor.predict(REQUEST, offer -> true, 5)).isEqualTo(Predictor.Answer.NONE);
            write("DROP TRIGGER broken");
            catchUp(predictor);
            assertThat(predictor.examples()).isEqualTo(1);
        }
        assertThat(count("prediction_examples")).isEqualTo(1);
        assertThat(count("prediction_models")).isEqualTo(1);
    }

    @Test
    void weights_that_are_not_as_they_were_written_are_made_anew_from_the_examples() {
        ended("tree_1", "file_edit.write_file");
        Predictor.Answer before;
        try (Predictor predictor = predictor()) {
            catchUp(predictor);
            before = predictor.predict(REQUEST, offer -> true, 5);
        }
        for (String damage : List.of("weights = '[9,9]'", "weights = 'x', hash = ''", "features = 99")) {
            write("UPDATE prediction_models SET " + damage);
            try (Predictor again = predictor()) {
                catchUp(again);
                assertThat(again.predict(REQUEST, offer -> true, 5).predictions())
                        .isEqualTo(before.predictions());
            }
        }
        assertThat(count("prediction_models")).isEqualTo(4);
    }

    @Test
    void lessons_of_other_features_or_damaged_ones_are_learned_anew_from_the_records() {
        for (int i = 0; i < 5; i++) {
            ended("tree_" + i, "file_edit.write_file");
        }
        Predictor.Answer before;
        try (Predictor predictor = predictor()) {
            catchUp(predictor);
            before = predictor.predict(REQUEST, offer -> true, 5);
        }
        write("UPDATE prediction_examples SET features = 0, described = '[]', lesson = x'00'");
        try (Predictor again = predictor()) {
            catchUp(again);
            assertThat(again.predict(REQUEST, offer -> true, 5)
                            .predictions()
                            .getFirst()
                            .offer())
                    .isEqualTo(before.predictions().getFirst().offer());
            assertThat(again.examples()).isEqualTo(5);
        }
        assertThat(count("prediction_examples WHERE features = " + Feature.VERSION))
                .isEqualTo(5);
    }

    @Test
    void of_two_that_learn_at_once_each_task_teaches_once_and_both_know_it() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            ended("tree_" + i, "file_edit.write_file");
        }
        try (Predictor one = predictor();
                Predictor other = predictor()) {
            CountDownLatch together = new CountDownLatch(1);
            Thread first = Thread.ofPlatform().start(() -> caughtUp(one, together));
            Thread second = Thread.ofPlatform().start(() -> caughtUp(other, together));
            together.countDown();
            first.join(60_000);
            second.join(60_000);
            catchUp(one);
            catchUp(other);
            assertThat(count("prediction_examples")).isEqualTo(40);
            assertThat(one.examples()).isEqualTo(40);
            assertThat(other.examples()).isEqualTo(40);
            assertThat(one.predict(REQUEST, offer -> true, 5).predictions())
                    .isEqualTo(other.predict(REQUEST, offer -> true, 5).predictions());
        }
    }

    private static void caughtUp(Predictor predictor, CountDownLatch together) {
        try {
            together.await();
            catchUp(predictor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_task_in_which_others_may_have_chosen_the_target_teaches_nothing() {
        ended("tree_1", "file_edit.write_file");
        write("UPDATE tool_usage_events SET rule = 'origin', outcome = 'denied'");
        try (Predictor predictor = predictor()) {
            catchUp(predictor);
            assertThat(count("prediction_examples")).isZero();
        }
    }
}
