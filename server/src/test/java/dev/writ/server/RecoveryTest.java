package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.recovery.Incident;
import dev.writ.recovery.IncidentState;
import dev.writ.recovery.health.Sign;
import dev.writ.task.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents on all of Writ: an agent that was changed for the worse, and what comes of it. */
class RecoveryTest {
    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;

    @BeforeEach
    void start() {
        // An agent whose instruction is broken ends every task without success.
        model.on(
                "worker",
                request -> request.messages().toString().contains("BROKEN")
                        ? TestingModel.reply("", TestingModel.call("end_task", """
                        {"status": "failed", "result": "The agent does not know what to do."}"""))
                        : ends("done").answer(request));
        model.on("recovery_agent", request -> TestingModel.reply("", TestingModel.call("end_task", """
                        {"status": "completed", "result": "try again first",
                         "data": {"action": "retry", "cause": "It may pass."}}""")));
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    /** Writes a version that does harm; its number. */
    private int breakWorker(String how) {
        Definition worker = writ.parts().definitions().get(EntityKind.AGENT, "worker");
        return writ.parts()
                .definitions()
                .update(
                        EntityKind.AGENT,
                        "worker",
                        Json.object().put("instruction", "BROKEN " + how),
                        worker.activeVersion(),
                        Change.by("person:ann", "an improvement"))
                .activeVersion();
    }

    private void failThreeTimes() {
        for (int i = 0; i < 3; i++) {
            assertThat(writ.run(work("do it")).state()).isEqualTo(TaskState.FAILED);
        }
    }

    private Incident opened() {
        writ.core().recovery().look();
        return writ.core().incidents().list("unended", 10).stream()
                .filter(incident -> incident.sign() == Sign.TASKS_FAILING)
                .findFirst()
                .orElseThrow();
    }

    /** Moves on until the incident has ended; returns it. */
    private Incident ended(String id) {
        for (int i = 0; i < 20; i++) {
            writ.pass(Duration.ofMinutes(1));
            writ.core().recovery().look();
            settle(id);
            Incident now = writ.core().incidents().get(id);
            if (now.endedAt().isPresent()) {
                return now;
            }
        }
        throw new AssertionError("it does not end: " + writ.core().incidents().timeline(id));
    }

    /** Until the process waits again or has ended, and so does what it handed in. */
    private void settle(String id) {
        writ.until(
                () -> {
                    Incident now = writ.core().incidents().get(id);
                    TaskState state = writ.task(now.task()).state();
                    boolean retried = now.retried().isEmpty()
                            || writ.task(now.retried()).state().isFinal();
                    return retried && (state.isFinal() || state == TaskState.WAITING_ON_DEPENDENCIES);
                },
                () -> "incident " + writ.core().incidents().timeline(id));
    }

    private List<String> actions(String id) {
        return writ.core().incidents().timeline(id).stream()
                .filter(step -> step.kind().equals("acting"))
                .map(Incident.Step::action)
                .toList();
    }

    @Test
    void a_second_incident_like_it_is_recognised_and_over_sooner_by_the_way_that_was_recorded() {
        int good = writ.parts().definitions().get(EntityKind.AGENT, "worker").activeVersion();
        int bad = breakWorker("once");
        failThreeTimes();

        Incident first = ended(opened().id());

        assertThat(first.state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(actions(first.id())).containsExactly("retry", "roll_back");
        assertThat(writ.parts().definitions().get(EntityKind.AGENT, "worker").activeVersion())
                .isEqualTo(good);
        assertThat(first.recordedWay()).isEmpty();
        Definition document = writ.parts().definitions().get(EntityKind.DOCUMENT, first.document());
        assertThat(document.content().path("ways").toString())
                .isEqualTo("{\"retry\":{\"failed\":1},\"roll_back\":{\"worked\":1}}");
        assertThat(document.content().path("sources").toString())
                .contains(first.evidence().getFirst());
        assertThat(writ.run(work("do it")).state()).isEqualTo(TaskState.COMPLETED);

        writ.pass(Duration.ofHours(2));
        assertThat(breakWorker("twice")).isGreaterThan(bad);
        failThreeTimes();
        Incident second = ended(opened().id());

        assertThat(second.state()).isEqualTo(IncidentState.RESOLVED);
        assertThat(second.recordedWay()).isEqualTo("roll_back");
        assertThat(actions(second.id())).containsExactly("roll_back");
        assertThat(writ.core().incidents().timeline(second.id()))
                .anySatisfy(step -> assertThat(step.text()).contains("Recognised", "roll back"));
        assertThat(second.attempts()).isLessThan(first.attempts());
        assertThat(Duration.between(second.openedAt(), second.endedAt().orElseThrow()))
                .isLessThan(Duration.between(first.openedAt(), first.endedAt().orElseThrow()));
        assertThat(writ.parts()
                        .definitions()
                        .get(EntityKind.DOCUMENT, first.document())
                        .activeVersion())
                .isEqualTo(document.activeVersion() + 1);
        assertThat(writ.value("SELECT author FROM entity_versions WHERE entity = ? AND version = 2", first.document()))
                .isEqualTo("agent:recovery_agent");
    }
}
