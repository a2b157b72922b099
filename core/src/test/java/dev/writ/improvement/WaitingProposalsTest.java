package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventFilter;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.gate.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits for a person: what it keeps away, and what becomes of it when the definition changes meanwhile. */
class WaitingProposalsTest extends TestingLoop {
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
