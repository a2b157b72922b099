package dev.writ.insight.detector;

import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.List;
import java.util.Optional;

/**
 * A time limit that ends work which would have ended by itself: the same work came to its end when it was given longer,
 * or runs into the limit again and again. Calls that named their own limit say nothing about the usual one.
 *
 * @param what the argument that tells the same work from other work
 * @param own the argument by which a call names its own limit; empty where it cannot
 */
record TimeCuts(
        Database database, Tunable limit, String operation, String what, String own, int leastSaved, int leastCut)
        implements Detector {
    private static final int EVIDENCE = 10;

    @Override
    public List<Opportunity> detect(Period period) {
        List<CallRow> cut = CallRow.cut(database, limit.entity(), operation, "time", period).stream()
                .filter(call -> own.isEmpty() || !call.arguments().has(own))
                .toList();
        if (cut.isEmpty()) {
            return List.of();
        }
        List<CallRow> saved = database.read(handle -> cut.stream()
                .filter(call -> call.laterOnes(handle).stream().anyMatch(later -> endedWithMoreTime(call, later)))
                .toList());
        return found(cut, saved).stream().toList();
    }

    private boolean endedWithMoreTime(CallRow call, CallRow later) {
        return later.outcome().equals("succeeded")
                && later.cut().isEmpty()
                && later.micros() > call.micros()
                && later.arguments().path(what).equals(call.arguments().path(what));
    }

    private Optional<Opportunity> found(List<CallRow> cut, List<CallRow> saved) {
        if (saved.size() < leastSaved && cut.size() < leastCut) {
            return Optional.empty();
        }
        List<CallRow> shown = saved.isEmpty() ? cut : saved;
        return Optional.of(new Opportunity(
                Opportunity.Kind.TIME_CUT,
                EntityKind.TOOL,
                limit.entity(),
                limit.id(),
                "%d calls of '%s.%s' were ended by the usual time limit; %d of them came to their end when tried with more."
                        .formatted(cut.size(), limit.entity(), operation, saved.size()),
                "With more time by default, these calls end by themselves and need no second try.",
                shown.stream().map(CallRow::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("calls_cut", cut.size(), "calls")));
    }
}
