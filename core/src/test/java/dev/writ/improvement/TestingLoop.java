package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
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
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The loop over a real store, with tasks whose chance to succeed depends on the version they work with. */
abstract class TestingLoop {
    static final Limits LIMITS = new Limits(3, Duration.ofHours(1), 10, 5, Limits.USUAL.watched(), Duration.ofDays(30));
    static final String ANN = "person:ann";

    @TempDir
    Path folder;

    TestingStore store;
    TaskStore tasks;
    TreeStore trees;
    Definitions definitions;
    TreeVersions versions;
    Experiments experiments;
    Improvements improvements;
    ImprovementLoop loop;
    Random random;
    Optional<String> refusal = Optional.empty();
    Optional<String> person = Optional.empty();

    @BeforeEach
    void open() {
        store = TestingStore.open(folder);
        random = new Random(1);
        putTogether();
        definitions.create(EntityKind.AGENT, "worker", Json.object().put("tier", "small"), Change.by(ANN, ""));
    }

    final void putTogether() {
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

    static Proposal tier(String tier) {
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

    Definition worker() {
        return definitions.get(EntityKind.AGENT, "worker");
    }

    Experiment only() {
        assertThat(experiments.list(false, 10)).hasSize(1);
        return experiments.list(false, 10).getFirst();
    }

    /** Tasks come, are worked on, and end; after each the loop looks, until nothing is open or there were so many. */
    int work(int most, IntToDoubleFunction successByVersion) {
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

    void task(IntToDoubleFunction successByVersion) {
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

    List<Event> events(String type) {
        return store.events().find(EventFilter.all().ofType(type));
    }
}
