package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventFilter;
import dev.writ.improvement.Experiment.State;
import dev.writ.store.TestingStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a person: what it keeps away, and what becomes of it when the definition changes meanwhile. */
class WaitingProposalsTest {
    private static final String ANN = "person:ann";

    @TempDir
    Path folder;

    private TestingStore store;
    private Definitions definitions;
    private Experiments experiments;
    private Improvements improvements;
    private Optional<String> person = Optional.empty();

    @BeforeEach
    void open() {
        store = TestingStore.open(folder);
        definitions = new Definitions(store.database(), store.events(), store.clock(), store.ids());
        experiments = new Experiments(store.database(), store.events(), store.clock(), store.ids());
        Rules rules = new Rules() {
            @Override
            public Optional<String> refusal(Proposal proposal, Definition active) {
                return Optional.empty();
            }

            @Override
            public Optional<String> personNeeded(Proposal proposal, Definition active) {
                return person;
            }
        };
        improvements = new Improvements(
                store.database(), store.events(), definitions, experiments, rules, Limits.USUAL, false, store.clock());
        definitions.create(EntityKind.AGENT, "worker", Json.object().put("tier", "small"), Change.by(ANN, ""));
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

    @Test
    void what_waits_keeps_only_itself_away() {
        person = Optional.of("It widens what the agent may do.");
        Experiment waiting = improvements.propose(tier("large")).orElseThrow();
        assertThat(improvements.propose(tier("large"))).isEmpty();
        person = Optional.empty();
        Experiment tried = improvements.propose(tier("standard")).orElseThrow();

        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> improvements.approve(waiting.id(), ANN))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONFLICT))
                .withMessageContaining("is on trial");
        assertThat(experiments.get(waiting.id()).state()).isEqualTo(State.WAITING);

        improvements.reject(tried.id(), ANN, "not wanted");
        improvements.approve(waiting.id(), ANN);
        assertThat(experiments.get(waiting.id()).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void what_was_proposed_for_an_older_version_waits_anew_on_the_live_one() {
        person = Optional.of("It widens what the agent may do.");
        Experiment waiting = improvements.propose(tier("large")).orElseThrow();
        definitions.update(EntityKind.AGENT, "worker", Json.object().put("purpose", "Works."), 1, Change.by(ANN, ""));

        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> improvements.approve(waiting.id(), ANN))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONFLICT))
                .withMessageContaining("became active meanwhile");
        assertThat(experiments.get(waiting.id()).state()).isEqualTo(State.REJECTED);
        assertThat(store.events().find(EventFilter.all().ofType("experiment.superseded")))
                .hasSize(1);

        Experiment anew = experiments.list(true, 10).getFirst();
        assertThat(anew.state()).isEqualTo(State.WAITING);
        assertThat(anew.incumbent())
                .isEqualTo(definitions.get(EntityKind.AGENT, "worker").activeVersion());
        improvements.approve(anew.id(), ANN);
        DefinitionVersion candidate = definitions.version(EntityKind.AGENT, "worker", anew.candidate());
        assertThat(candidate.content().path("purpose").asString())
                .as("of the live version")
                .isEqualTo("Works.");
        assertThat(candidate.content().path("tier").asString()).isEqualTo("large");
    }

    @Test
    void what_the_live_version_says_already_is_ended_and_not_proposed_anew() {
        person = Optional.of("It widens what the agent may do.");
        Experiment waiting = improvements.propose(tier("large")).orElseThrow();
        definitions.update(EntityKind.AGENT, "worker", Json.object().put("tier", "large"), 1, Change.by(ANN, ""));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> improvements.approve(waiting.id(), ANN))
                .satisfies(e -> assertThat(e.failure().hint()).contains("was ended"));
        assertThat(experiments.list(true, 10)).isEmpty();
    }
}
