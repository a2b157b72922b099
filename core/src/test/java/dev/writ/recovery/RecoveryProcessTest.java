package dev.writ.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventFilter;
import dev.writ.process.ProcessOutcome;
import dev.writ.recovery.health.Finding;
import dev.writ.recovery.health.Sign;
import dev.writ.recovery.health.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryProcessTest {
    @TempDir
    Path folder;

    private TestingRecovery recovery;

    @BeforeEach
    void open() {
        recovery = new TestingRecovery(folder);
    }

    @AfterEach
    void close() {
        recovery.close();
    }

    private Finding server() {
        return recovery.finding(Sign.SERVER_DOWN, new Subject("server", "maps"), "it ended by itself");
    }

    /** A worker that was changed and fails since. */
    private Finding worse() {
        recovery.definitions.create(
                EntityKind.AGENT, "worker", Json.object().put("instruction", "good"), Change.by("writ", ""));
        recovery.definitions.update(
                EntityKind.AGENT, "worker", Json.object().put("instruction", "bad"), 1, Change.by("person:ann", ""));
        Finding plain = recovery.finding(Sign.VERSION_WORSE, new Subject("agent", "worker"), "fails more often");
        return new Finding(
                plain.sign(),
                plain.signature(),
                plain.subject(),
                plain.cause(),
                plain.known(),
                plain.sightings(),
                plain.least(),
                Json.object().put("version", 2).put("from_version", 1));
    }

    private List<String> kinds(String incident) {
        return recovery.incidents.timeline(incident).stream()
                .map(Incident.Step::kind)
                .toList();
    }

    @Test
    void it_acts_watches_until_it_is_quiet_and_writes_it_down() {
        Incident incident = recovery.open(server());
        assertThat(recovery.run(incident)).isEmpty();
        assertThat(recovery.starts).containsExactly("maps");
        assertThat(recovery.incidents.get(incident.id()).state()).isEqualTo(IncidentState.WATCHING);

        recovery.store.clock().advance(Limits.STANDARD.quiet());
        assertThat(recovery.run(incident)).containsInstanceOf(ProcessOutcome.Completed.class);

        assertThat(recovery.incidents.get(incident.id()).state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(kinds(incident.id()))
                .containsExactly("opened", "diagnosed", "acting", "acted", "verified", "documented", "resolved");
        assertThat(recovery.starts).hasSize(1);
    }

    @Test
    void whatever_step_it_is_killed_after_nothing_is_done_twice() {
        Incident whole = recovery.open(worse());
        int killed = 0;
        Optional<ProcessOutcome> outcome = Optional.empty();
        for (int steps = 1; outcome.isEmpty() && steps < 100; steps++) {
            try {
                outcome = recovery.runKilledAfterNewStep(whole);
            } catch (TestingRecovery.Killed e) {
                killed++;
            }
            if (recovery.incidents.get(whole.id()).state() == IncidentState.WATCHING) {
                recovery.store.clock().advance(Limits.STANDARD.quiet());
            }
        }
        assertThat(killed).isGreaterThan(6);
        assertThat(recovery.incidents.get(whole.id()).state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(recovery.incidents.get(whole.id()).attempts()).isEqualTo(1);
        assertThat(recovery.store.events().find(EventFilter.all().ofType("entity.rolled_back")))
                .hasSize(1);
        assertThat(kinds(whole.id())).doesNotHaveDuplicates();
        Definition document = recovery.definitions.get(
                EntityKind.DOCUMENT, recovery.incidents.get(whole.id()).document());
        assertThat(document.activeVersion()).isEqualTo(1);
    }

    @Test
    void killed_between_doing_and_recording_it_finds_that_it_was_done() {
        Incident incident = recovery.open(worse());
        assertThatThrownBy(() -> recovery.runKilledInside(incident, "do:1")).isInstanceOf(TestingRecovery.Killed.class);
        assertThat(recovery.definitions.get(EntityKind.AGENT, "worker").activeVersion())
                .isEqualTo(1);
        assertThat(recovery.run(incident)).isEmpty();
        assertThat(recovery.store.events().find(EventFilter.all().ofType("entity.rolled_back")))
                .hasSize(1);
        assertThat(recovery.incidents.get(incident.id()).state()).isEqualTo(IncidentState.WATCHING);
    }

    @Test
    void the_same_trouble_is_one_incident_and_what_was_seen_before_its_end_is_not_another() {
        Finding finding = server();
        Incident incident = recovery.open(finding);
        assertThat(recovery.see(finding)).isEmpty();
        recovery.incidents(
                transaction -> recovery.incidents.close(transaction, incident.id(), "", false, "person:ann"));
        assertThat(recovery.see(finding)).isEmpty();
        recovery.store.clock().advance(Duration.ofSeconds(1));
        assertThat(recovery.see(server())).isPresent();
    }

    @Test
    void two_incidents_about_one_entity_act_one_after_the_other() {
        Incident first = recovery.open(server());
        Incident second = recovery.open(recovery.finding(Sign.SERVER_DOWN, new Subject("server", "maps"), "no answer"));
        assertThatThrownBy(() -> recovery.runKilledInside(first, "do:1")).isInstanceOf(TestingRecovery.Killed.class);
        assertThat(recovery.run(second)).isEmpty();
        assertThat(kinds(second.id())).doesNotContain("acting");

        recovery.run(first);
        recovery.run(second);
        assertThat(kinds(second.id())).as("the entity cools down").doesNotContain("acting");
        recovery.store.clock().advance(Limits.STANDARD.coolDown());
        recovery.run(second);
        assertThat(kinds(second.id())).contains("acting");
    }

    @Test
    void where_nothing_helps_a_person_is_asked_and_what_they_say_ends_it() {
        recovery.failing = true;
        Incident incident = recovery.open(server());
        assertThat(recovery.run(incident)).isEmpty();
        assertThat(recovery.incidents.get(incident.id()).state()).isEqualTo(IncidentState.WAITING_FOR_PERSON);
        recovery.answer("Try: restart server");
        recovery.failing = false;
        recovery.store.clock().advance(Limits.STANDARD.coolDown());
        assertThat(recovery.run(incident)).isEmpty();
        assertThat(recovery.incidents.get(incident.id()).state()).isEqualTo(IncidentState.WATCHING);
        recovery.store.clock().advance(Limits.STANDARD.quiet());
        assertThat(recovery.run(incident)).isPresent();
        assertThat(recovery.incidents.get(incident.id()).resolution()).contains("as a person wished");
    }

    @Test
    void what_comes_back_again_and_again_is_left_to_a_person() {
        for (int i = 1; i < Limits.STANDARD.flaps(); i++) {
            Incident one = recovery.open(server());
            recovery.incidents(transaction -> recovery.incidents.close(transaction, one.id(), "", false, "person:ann"));
            recovery.store.clock().advance(Duration.ofMinutes(5));
        }
        Incident flapping = recovery.open(server());
        recovery.run(flapping);
        assertThat(recovery.starts).isEmpty();
        assertThat(recovery.incidents.get(flapping.id()).state()).isEqualTo(IncidentState.WAITING_FOR_PERSON);
    }

    @Test
    void a_way_that_was_recorded_and_fails_loses_its_place() {
        Finding finding = recovery.finding(Sign.TASKS_FAILING, new Subject("agent", "worker"), "no such thing");
        Incident incident = recovery.open(finding);
        recovery.incidents(transaction -> recovery.parts
                .lessons()
                .write(transaction, incident, List.of(new Lessons.Tried(Way.ROLL_BACK, true)), "it helped"));
        assertThat(recovery.parts.lessons().recordedWay(incident)).contains(Way.ROLL_BACK);
        recovery.incidents(transaction -> recovery.parts
                .lessons()
                .write(transaction, incident, List.of(new Lessons.Tried(Way.ROLL_BACK, false)), "it did not"));
        assertThat(recovery.parts.lessons().recordedWay(incident)).isEmpty();
    }

    @Test
    void a_version_in_quarantine_becomes_active_only_after_a_person_lifted_it() {
        Incident incident = recovery.open(worse());
        recovery.parts
                .repairs()
                .perform(new Action.QuarantineVersion(EntityKind.AGENT, "worker", 2, 1), incident.id(), "k");
        assertThat(recovery.definitions.get(EntityKind.AGENT, "worker").activeVersion())
                .isEqualTo(1);
        assertThatThrownBy(() -> recovery.definitions.rollback(
                        EntityKind.AGENT, "worker", 2, Change.by("person:bob", "it was fine")))
                .isInstanceOf(WritException.class)
                .hasMessageContaining("quarantine")
                .hasMessageContaining(incident.id());
        recovery.incidents(transaction -> recovery.incidents.close(transaction, incident.id(), "", true, "person:ann"));
        assertThat(recovery.definitions
                        .rollback(EntityKind.AGENT, "worker", 2, Change.by("person:bob", ""))
                        .activeVersion())
                .isEqualTo(2);
    }

    @Test
    void a_request_that_did_what_must_not_be_done_twice_is_not_handed_in_again() {
        Finding plain = recovery.finding(Sign.TASKS_FAILING, new Subject("agent", "worker"), "broke off");
        Incident incident = recovery.open(plain);
        String failed = recovery.failedRequest();
        assertThat(recovery.parts.repairs().perform(new Action.Retry(failed), incident.id(), "k1"))
                .satisfies(done -> assertThat(done.done()).isTrue());
        recovery.unsafeCall(failed);
        Repairs.Done second = recovery.parts.repairs().perform(new Action.Retry(failed), incident.id(), "k2");
        assertThat(second.done()).isFalse();
        assertThat(second.text()).contains("must not be done twice");
        assertThat(recovery.handedIn).containsExactly("k1");
    }

    @Test
    void a_person_who_closes_it_ends_the_watch() {
        Incident incident = recovery.open(server());
        recovery.run(incident);
        recovery.incidents(
                transaction -> recovery.incidents.close(transaction, incident.id(), "I did it", false, "person:ann"));
        assertThat(recovery.run(incident)).isPresent();
        assertThat(recovery.incidents.get(incident.id()).resolution()).isEqualTo("I did it");
    }
}
