package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.EntityKind;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.TestingStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried is kept, taken back or given up, by what came of the tasks. */
class ImprovementLoopTest extends TestingLoop {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void what_helps_is_kept(int seed) {
        random.setSeed(seed);
        assertThat(loop.propose()).hasSize(1);
        work(1_500, version -> version == 1 ? 0.55 : 0.95);
        assertThat(only().state()).isEqualTo(State.PROMOTED);
        assertThat(worker().activeVersion()).isEqualTo(2);
        assertThat(worker().content().path("tier").asString()).isEqualTo("large");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void what_harms_is_taken_back_and_was_never_active_for_all(int seed) {
        random.setSeed(seed);
        loop.propose();
        work(1_500, version -> version == 1 ? 0.95 : 0.55);
        assertThat(only().state()).isEqualTo(State.ROLLED_BACK);
        assertThat(only().reason()).contains("score");
        assertThat(worker().activeVersion()).isEqualTo(1);
        assertThat(events("experiment.promoted")).isEmpty();
        // It is not tried again.
        store.clock().advance(Duration.ofDays(2));
        assertThat(loop.propose()).isEmpty();
    }

    @Test
    void what_makes_no_difference_is_not_kept() {
        loop.propose();
        work(600, version -> 0.8);
        assertThat(only().state()).isNotEqualTo(State.PROMOTED);
        assertThat(worker().activeVersion()).isEqualTo(1);
        store.clock().advance(Duration.ofDays(31));
        loop.advance();
        assertThat(only().state()).isEqualTo(State.REJECTED);
        assertThat(only().reason()).contains("no evidence is not a win");
    }

    @Test
    void what_turns_out_to_harm_once_it_is_active_is_taken_back() {
        loop.propose();
        while (only().stage() != Stage.FULL) {
            task(version -> version == 1 ? 0.55 : 0.95);
            loop.advance();
        }
        assertThat(worker().activeVersion()).isEqualTo(2);
        List<Outcome> before = experiments.outcomes(only().id());
        int watched = work(100, version -> 0.1);
        assertThat(only().state()).isEqualTo(State.ROLLED_BACK);
        assertThat(worker().activeVersion()).isEqualTo(1);
        assertThat(watched).as("so slow a harm shows late").isBetween(11, LIMITS.watched());
        assertThat(experiments.outcomes(only().id())).containsAll(before);
    }

    @Test
    void nothing_is_watched_for_ever() {
        loop.propose();
        while (only().stage() != Stage.FULL) {
            task(version -> version == 1 ? 0.55 : 0.95);
            loop.advance();
        }
        work(20, version -> 1);
        assertThat(only().state()).isEqualTo(State.RUNNING);
        store.clock().advance(Duration.ofDays(31));
        loop.advance();
        assertThat(only().state()).isEqualTo(State.PROMOTED);
    }

    @Test
    void a_world_that_becomes_harder_is_no_harm() {
        loop.propose();
        work(120, version -> 1);
        work(120, version -> 0);
        assertThat(only().state()).as(only().reason()).isEqualTo(State.RUNNING);
        assertThat(Improvements.evidence(only(), experiments.outcomes(only().id()))
                        .leansToHarm())
                .isFalse();
    }

    @Test
    void what_helped_recorded_tasks_and_harms_real_ones_is_taken_back_before_it_is_active_for_all() {
        loop.propose();
        while (only().stage() != Stage.CANARY) {
            loop.advance();
        }
        recordedTasksSaidThatItHelps();
        work(400, version -> version == 1 ? 1 : 0);
        assertThat(only().state()).isEqualTo(State.ROLLED_BACK);
        assertThat(only().stage()).isEqualTo(Stage.CANARY);
        assertThat(only().reason()).contains("score").contains("real tasks");
        assertThat(definitions.history(EntityKind.AGENT, "worker"))
                .extracting(DefinitionVersion::version)
                .contains(2);
        assertThat(events("entity.rolled_back")).as("it never was active").isEmpty();
    }

    @Test
    void what_helped_recorded_tasks_and_does_no_harm_to_real_ones_is_kept_after_a_few() {
        loop.propose();
        while (only().stage() != Stage.CANARY) {
            loop.advance();
        }
        recordedTasksSaidThatItHelps();
        work(400, version -> 1);
        assertThat(only().state()).isEqualTo(State.PROMOTED);
        long pairs = experiments.outcomes(only().id()).stream()
                .filter(outcome -> outcome.stage() == Stage.CANARY && outcome.arm() == Arm.CANDIDATE)
                .count();
        assertThat(pairs).isEqualTo(LIMITS.canaries());
    }

    private void recordedTasksSaidThatItHelps() {
        String experiment = only().id();
        store.database().writeOnly(transaction -> {
            for (int pair = 0; pair < 30; pair++) {
                for (Arm arm : Arm.values()) {
                    Outcome outcome = new Outcome(
                            Stage.REPLAY,
                            pair,
                            arm,
                            "task_recorded",
                            arm == Arm.CANDIDATE ? 1 : 0,
                            0,
                            0,
                            100,
                            Duration.ofSeconds(20));
                    experiments.record(transaction, experiment, outcome);
                }
            }
        });
    }

    @Test
    void everything_is_gone_on_with_after_a_kill() {
        loop.propose();
        for (int i = 0; i < 60; i++) {
            task(version -> version == 1 ? 0.55 : 0.95);
            loop.advance();
        }
        Experiment before = only();
        List<Outcome> outcomes = experiments.outcomes(before.id());
        store.close();
        store = TestingStore.open(folder);
        // Its ids are counted from the beginning again.
        for (int i = 0; i < 10_000; i++) {
            store.ids().next("spent");
        }
        putTogether();
        assertThat(only()).isEqualTo(before);
        assertThat(experiments.outcomes(before.id())).isEqualTo(outcomes);
        work(1_500, version -> version == 1 ? 0.55 : 0.95);
        assertThat(only().state()).isEqualTo(State.PROMOTED);
    }

    @Test
    void a_version_that_a_person_writes_meanwhile_stays() {
        loop.propose();
        loop.advance();
        definitions.update(
                EntityKind.AGENT, "worker", Json.object().put("tier", "standard"), 1, Change.by(ANN, "mine"));
        loop.advance();
        assertThat(only().state()).isEqualTo(State.REJECTED);
        assertThat(worker().content().path("tier").asString()).isEqualTo("standard");
    }

    @Test
    void a_person_takes_back_what_was_kept() {
        loop.propose();
        work(1_500, version -> version == 1 ? 0.55 : 0.95);
        assertThat(worker().activeVersion()).isEqualTo(2);
        improvements.rollback(only().id(), ANN, "I liked the old one");
        assertThat(worker().activeVersion()).isEqualTo(1);
        assertThat(only().state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void evidence_and_versions_cannot_be_changed_in_the_database() {
        loop.propose();
        work(40, version -> 0.5);
        for (String sql : List.of(
                "UPDATE experiment_outcomes SET score = 1",
                "DELETE FROM experiment_outcomes",
                "UPDATE entity_versions SET content = '{}'")) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> store.database()
                            .writeOnly(transaction -> transaction.handle().execute(sql)));
        }
    }
}
