package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.ProcessSpec;
import dev.writ.process.RoleAgents;
import dev.writ.recovery.Lessons.Tried;
import dev.writ.task.TaskResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recovers from one incident: diagnose, act, verify, document. Every step is journaled; what was begun before a crash is
 * found out and not done twice.
 */
public final class RecoveryProcess implements Process {
    public static final String NAME = "recovery";

    private static final ObjectNode PARAMETERS = Json.parseObject("""
            {"type": "object", "required": ["incident"], "properties": {
              "incident": {"type": "string", "description": "id of the incident to recover from"}}}
            """);

    private final Recovery parts;

    public RecoveryProcess(Recovery parts) {
        this.parts = parts;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME,
                "Recovers from an incident: diagnoses, acts, verifies that it is over, writes it down.",
                PARAMETERS);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        String id = run.task().parameters().path("incident").asString("");
        // Fails at once for an incident that there is not; what changes of it is only read inside steps.
        Incident incident = parts.incidents().get(id);
        List<Way> order = diagnose(run, incident);
        List<Tried> tried = new ArrayList<>();
        Attempts attempts = new Attempts(parts, run, id);
        int most = parts.limits().attempts();
        for (Way way : order) {
            if (way == Way.ASK_PERSON || attempts.done() >= most) {
                continue;
            }
            Optional<IncidentBook.Verdict> verdict = attempts.attempt(way);
            verdict.filter(known -> known != IncidentBook.Verdict.CLOSED)
                    .ifPresent(known -> tried.add(new Tried(way, known == IncidentBook.Verdict.OVER)));
            if (verdict.isPresent() && verdict.get() != IncidentBook.Verdict.AGAIN) {
                return end(
                        run, id, tried, verdict.get() == IncidentBook.Verdict.OVER, "Recovered: " + words(way) + ".");
            }
        }
        return askPerson(run, id, order, attempts, tried);
    }

    /** The order in which ways are tried, and why; said in the incident. */
    private List<Way> diagnose(ProcessRun run, Incident incident) {
        String recorded = run.step(
                "recall",
                String.class,
                () -> parts.lessons()
                        .recordedWay(parts.incidents().get(incident.id()))
                        .map(Way::id)
                        .orElse(""));
        List<Way> order = parts.plans().order(incident, Way.parse(recorded));
        boolean ask = recorded.isEmpty() && order.size() > 2 && Plans.isUnsure(incident);
        Optional<ObjectNode> judged = ask ? judge(run, incident, order) : Optional.empty();
        Optional<Way> first = judged.flatMap(
                        data -> Way.parse(data.path("action").asString("")))
                .filter(order::contains);
        List<Way> chosen = new ArrayList<>(order);
        first.ifPresent(way -> {
            chosen.remove(way);
            chosen.addFirst(way);
        });
        String guess = judged.map(data -> data.path("cause").asString("")).orElse("");
        String[] kept = run.stepWriting("diagnose", String[].class, transaction -> {
            parts.book()
                    .diagnosed(
                            transaction,
                            incident,
                            guess.isEmpty() ? incident.cause() : guess,
                            guess.isEmpty() && incident.known(),
                            parts.plans().flaps(incident) ? "" : recorded,
                            reason(incident, recorded, first));
            return chosen.stream().map(Way::id).toArray(String[]::new);
        });
        return Arrays.stream(kept).flatMap(way -> Way.parse(way).stream()).toList();
    }

    /** What the agent says can only put one of the ways of the table first. */
    private static Optional<ObjectNode> judge(ProcessRun run, Incident incident, List<Way> order) {
        ObjectNode input = Json.object()
                .put("incident", incident.id())
                .put("sign", incident.sign().id())
                .put("subject", incident.subject().toString())
                .put("cause", incident.cause());
        ArrayNode actions = input.putArray("actions");
        order.forEach(way -> actions.add(way.id()));
        input.set("evidence", Json.array(incident.evidence()));
        return RoleAgents.ask(
                run, "judge", "recovery_agent", "Which of these actions is right for this incident?", input);
    }

    private String reason(Incident incident, String recorded, Optional<Way> judged) {
        if (parts.plans().flaps(incident)) {
            return "It is the " + incident.times()
                    + "th time lately, so acting by itself is no cure: a person is asked.";
        }
        if (!recorded.isEmpty()) {
            return "Recognised: an earlier incident like this ended with '" + recorded.replace('_', ' ')
                    + "', which is tried first.";
        }
        return judged.map(way -> "The recovery agent chose to begin with '" + words(way) + "'.")
                .orElse("Nothing is recorded about it; the usual order is taken.");
    }

    /** Asks until the person calls it over, has something tried that helps, or nobody answers. */
    private ProcessOutcome askPerson(ProcessRun run, String id, List<Way> order, Attempts attempts, List<Tried> tried) {
        Asking asking = new Asking(parts, run, id);
        for (int round = 0; round < Asking.MOST; round++) {
            switch (asking.ask(round, order)) {
                case Asking.Answer.Closed ignored -> {
                    return end(run, id, tried, false, "A person closed it.");
                }
                case Asking.Answer.None ignored -> {
                    return end(run, id, tried, false, "Nobody answered.");
                }
                case Asking.Answer.LeaveIt ignored -> {
                    return end(run, id, tried, false, "A person said to leave it.");
                }
                case Asking.Answer.Solved solved -> {
                    tried.add(new Tried(Way.ASK_PERSON, true));
                    return end(run, id, tried, true, "A person solved it: " + solved.words());
                }
                case Asking.Answer.Try one -> {
                    Optional<IncidentBook.Verdict> verdict = attempts.attempt(one.way());
                    verdict.filter(known -> known != IncidentBook.Verdict.CLOSED)
                            .ifPresent(known -> tried.add(new Tried(one.way(), known == IncidentBook.Verdict.OVER)));
                    if (verdict.isPresent() && verdict.get() != IncidentBook.Verdict.AGAIN) {
                        return end(
                                run,
                                id,
                                tried,
                                verdict.get() == IncidentBook.Verdict.OVER,
                                "Recovered as a person wished: " + words(one.way()) + ".");
                    }
                }
            }
        }
        return end(run, id, tried, false, "Nothing that was tried helped.");
    }

    /** Writes down what was learned, and ends the incident in the same transaction. */
    private ProcessOutcome end(ProcessRun run, String id, List<Tried> tried, boolean over, String how) {
        String text = run.stepWriting("document", String.class, transaction -> {
            Incident incident = Incidents.require(transaction.handle(), id);
            String said = incident.endedAt().isPresent() ? incident.resolution() : how;
            if (!tried.isEmpty()) {
                var document = parts.lessons().write(transaction, incident, tried, said);
                parts.book().documented(transaction, incident, document.id(), document.activeVersion());
            }
            parts.incidents()
                    .end(
                            transaction,
                            incident,
                            over ? IncidentState.RESOLVED : IncidentState.GIVEN_UP,
                            how,
                            "agent:recovery_agent");
            return said;
        });
        return new ProcessOutcome.Completed(TaskResult.of(text, Json.object().put("incident", id)));
    }

    static String words(Way way) {
        return way.id().replace('_', ' ');
    }
}
