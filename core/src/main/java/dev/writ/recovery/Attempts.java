package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.process.ProcessRun;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Acts and verifies: one attempt after the other, each as steps of the process's journal. Used by one run. */
final class Attempts {
    private static final String BUSY = "busy";

    private final Recovery parts;
    private final ProcessRun run;
    private final String incident;
    private int number;
    private int done;

    Attempts(Recovery parts, ProcessRun run, String incident) {
        this.parts = parts;
        this.run = run;
        this.incident = incident;
    }

    /** How many actions were taken. */
    int done() {
        return done;
    }

    /** @return how it ended; empty where the way makes no sense here */
    Optional<IncidentBook.Verdict> attempt(Way way) {
        number++;
        ObjectNode planned = run.step(
                "plan:" + number,
                ObjectNode.class,
                () -> parts.plans()
                        .action(way, parts.incidents().get(incident))
                        .map(Action::toJson)
                        .orElse(Json.object()));
        if (planned.isEmpty()) {
            run.stepWriting("skip:" + number, Boolean.class, transaction -> {
                parts.book()
                        .note(
                                transaction,
                                Incidents.require(transaction.handle(), incident),
                                way,
                                "There is nothing to " + RecoveryProcess.words(way) + " here.");
                return true;
            });
            return Optional.empty();
        }
        Action action = Action.read(planned);
        if (!begin(action)) {
            return Optional.of(IncidentBook.Verdict.CLOSED);
        }
        done++;
        Repairs.Done what = run.step(
                "do:" + number,
                Repairs.Done.class,
                () -> parts.repairs().perform(action, incident, "incident:" + incident + ":" + number));
        run.stepWriting("done:" + number, Boolean.class, transaction -> {
            parts.book().finish(transaction, Incidents.require(transaction.handle(), incident), number, action, what);
            return true;
        });
        if (!what.done()) {
            return Optional.of(IncidentBook.Verdict.AGAIN);
        }
        run.until("quiet:" + number, handle -> parts.book().isDecided(handle, incident));
        return Optional.of(run.stepWriting(
                "verdict:" + number,
                IncidentBook.Verdict.class,
                transaction -> parts.book().verdict(transaction, incident, way)));
    }

    /** Waits for its turn, as nothing else may be done to the entity meanwhile; false where a person closed the incident. */
    private boolean begin(Action action) {
        String began = BUSY;
        for (int round = 0; began.equals(BUSY); round++) {
            String step = number + (round == 0 ? "" : "." + round);
            run.until(
                    "free:" + step,
                    handle -> IncidentBook.hasEnded(handle, incident)
                            || parts.book()
                                    .isFree(
                                            handle,
                                            Incidents.require(handle, incident).subject()));
            began = run.stepWriting("begin:" + step, String.class, transaction -> {
                Incident now = Incidents.require(transaction.handle(), incident);
                if (now.endedAt().isPresent()) {
                    return "closed";
                }
                if (!parts.book().isFree(transaction.handle(), now.subject())) {
                    return BUSY;
                }
                parts.book().begin(transaction, now, number, action);
                return "begun";
            });
        }
        return began.equals("begun");
    }
}
