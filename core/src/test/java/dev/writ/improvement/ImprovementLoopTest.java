package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.TestingStore;
import dev.writ.task.Budget;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop over a real store, with tasks whose chance to succeed depends on the version they work with. */
class ImprovementLoopTest {
    private static final Limits LIMITS =
            new Limits(3, Duration.ofHours(1), 10, 5, Limits.USUAL.watched(), Duration.ofDays(30));
    private static final String ANN = "person:ann";

    @TempDir
    Path folder;

    private TestingStore store;
    private TaskStore tasks;
    private TreeStore trees;
    private Definitions definitions;
    private TreeVersions versions;
    private Experiments experiments;
    private Improvements improvements;
    private ImprovementLoop loop;
    private Random random;
    private Optional<String> refusal = Optional.empty();
    private Optional<String> person = Optional.empty();

    @BeforeEach
    void open() {
        store = TestingStore.open(folder);
        random = new Random(1);
        putTogether();
        definitions.create(EntityKind.AGENT, "worker", Json.object().put("tier", "small"), Change.by(ANN, ""));
    }

    private void putTogether() {
        tasks = new TaskStore(store.database(), store.events(), store.clock());
        trees = new TreeStore(store.database(), store.clock());
        definitions = new Definitions(store.database(), store.events(), store.clock(), store.ids());
        versions = new TreeVersions(store.database(), definitions);
        experiments = new Experiments(store.database(), store.events(), store.clock(), store.ids());
        Rules rules = new Rules() {
            @Override
            public Optional<String> refusal(Proposal proposal, Definition active) {
                return refusal;
            }

            @Override
            public Optional<String> personNeeded(Proposal proposal, Definition active) {
                return person;
            }
        };
        improvements = new Improvements(
                store.database(), store.events(), definitions, experiments, rules, LIMITS, false, store.clock());
        loop = new ImprovementLoop(new ImprovementLoop.Parts(
                store.database(),
                definitions,
                experiments,
                improvements,
                period -> List.of(tier("large")),
                rules,
                LIMITS,
                random,
                store.clock()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Proposal tier(String tier) {
        return new Proposal(
                EntityKind.AGENT,
                "worker",
                Json.object().put("tier", tier),
                "repeated_failure",
                "It fails too often.",
                "More of its tasks complete.",
                List.of("task_1"),
                "catalogue");
    }

    private Definition worker() {
        return definitions.get(EntityKind.AGENT, "worker");
    }

    private Experiment only() {
        assertThat(experiments.list(false, 10)).hasSize(1);
        return experiments.list(false, 10).getFirst();
    }

    /** Tasks come, are worked on, and end; after each the loop looks, until nothing is open or there were so many. */
    private int work(int most, IntToDoubleFunction successByVersion) {
        for (int done = 0; done < most; done++) {
            task(successByVersion);
            while (loop.advance()) {
                // Until there is nothing to do.
            }
            if (experiments.list(true, 10).isEmpty()) {
                return done + 1;
            }
        }
        return most;
    }

    private void task(IntToDoubleFunction successByVersion) {
        String id = store.ids().next("task");
        Task task = store.database().write(transaction -> {
            trees.create(
                    transaction,
                    new Tree(
                            id,
                            "do it",
                            "person:user",
                            "",
                            Json.object(),
                            Budget.DEFAULT,
                            Duration.ofMinutes(1),
                            false,
                            new Tree.Spent(0, 0, 0, 0),
                            store.clock().instant(),
                            Optional.<Instant>empty()),
                    "");
            Task created = tasks.create(
                    transaction,
                    new NewTask(
                            id,
                            id,
                            "",
                            "",
                            0,
                            "do it",
                            "do it",
                            "single_agent",
                            "worker",
                            Json.object(),
                            0,
                            false,
                            List.of()),
                    "person:user");
            loop.onAccept().accept(transaction, created);
            return created;
        });
        int version =
                versions.find(id, EntityKind.AGENT, "worker").orElseThrow().activeVersion();
        boolean succeeds = random.nextDouble() < successByVersion.applyAsDouble(version);
        store.clock().advance(Duration.ofSeconds(20));
        store.database().writeOnly(transaction -> {
            Task now = tasks.move(transaction, task, TaskState.PROCESS_ASSIGNED, "engine");
            if (succeeds) {
                tasks.complete(transaction, now, TaskResult.of("done", Json.object()));
            } else {
                tasks.fail(
                        transaction,
                        now,
                        Failure.of(FailureCode.OPERATION_FAILED, "It failed.", "Nothing."),
                        Optional.empty());
            }
            trees.finish(transaction, id);
        });
    }

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
    void what_needs_a_person_waits_for_one() {
        person = Optional.of("It widens what the agent may do.");
        loop.propose();
        loop.advance();
        assertThat(only().state()).isEqualTo(State.WAITING);
        task(version -> 1);
        assertThat(experiments.outcomes(only().id())).isEmpty();
        improvements.approve(only().id(), ANN);
        loop.advance();
        assertThat(only().state()).isEqualTo(State.RUNNING);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> improvements.approve(only().id(), ANN))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.ILLEGAL_TRANSITION));
        improvements.pause(only().id(), ANN);
        task(version -> 1);
        loop.advance();
        assertThat(experiments.outcomes(only().id())).isEmpty();
        improvements.resume(only().id(), ANN);
        improvements.reject(only().id(), ANN, "not wanted");
        assertThat(only().state()).isEqualTo(State.REJECTED);
        assertThat(events("experiment.rejected").getFirst().actor()).isEqualTo(ANN);
    }

    @Test
    void what_is_refused_is_told_once_and_never_tried() {
        refusal = Optional.of("It is off limits.");
        loop.propose();
        loop.propose();
        assertThat(experiments.list(false, 10)).isEmpty();
        assertThat(events("experiment.refused")).hasSize(1);
        assertThat(definitions.history(EntityKind.AGENT, "worker")).hasSize(1);
    }

    @Test
    void one_at_a_time_for_each_definition_and_three_in_all() {
        for (String name : List.of("a", "b", "c", "d")) {
            definitions.create(EntityKind.AGENT, name, Json.object().put("tier", "small"), Change.by(ANN, ""));
            improvements.propose(new Proposal(
                    EntityKind.AGENT, name, Json.object().put("tier", "large"), "x", "h", "e", List.of(), "catalogue"));
        }
        assertThat(experiments.list(true, 10)).hasSize(3);
        assertThat(improvements.propose(new Proposal(
                        EntityKind.AGENT,
                        "a",
                        Json.object().put("tier", "standard"),
                        "x",
                        "h",
                        "e",
                        List.of(),
                        "catalogue")))
                .isEmpty();
    }

    @Test
    void what_waits_for_a_person_takes_no_place_from_what_need_not() {
        List<Proposal> proposals = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            definitions.create(EntityKind.AGENT, name, Json.object().put("tier", "small"), Change.by(ANN, ""));
            proposals.add(new Proposal(
                    EntityKind.AGENT, name, Json.object().put("tier", "large"), "x", "h", "e", List.of(), "catalogue"));
        }
        person = Optional.of("It widens what the agent may do.");
        List<Experiment> waiting = proposals.subList(0, 3).stream()
                .map(improvements::propose)
                .map(Optional::orElseThrow)
                .toList();
        person = Optional.empty();
        proposals
                .subList(3, 6)
                .forEach(proposal -> assertThat(improvements.propose(proposal)).isPresent());
        loop.advance();
        assertThat(experiments.inState(State.WAITING, 10)).hasSize(3);
        assertThat(stages()).containsOnly(Stage.CANARY).hasSize(3);

        // What a person lets in meanwhile begins as soon as there is room.
        improvements.approve(waiting.getFirst().id(), ANN);
        loop.advance();
        assertThat(stages()).containsOnlyOnce(Stage.VALIDATION).hasSize(4);
        improvements.reject(experiments.inState(State.RUNNING, 10).getFirst().id(), ANN, "not wanted");
        loop.advance();
        assertThat(stages()).containsOnly(Stage.CANARY).hasSize(3);
    }

    private List<Stage> stages() {
        return experiments.inState(State.RUNNING, 10).stream()
                .map(Experiment::stage)
                .toList();
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

    private List<Event> events(String type) {
        return store.events().find(EventFilter.all().ofType(type));
    }
}
