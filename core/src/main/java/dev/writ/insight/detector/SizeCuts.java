package dev.writ.insight.detector;

import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.List;

/**
 * A limit on results that is too low: what was cut is asked for again in another range, task after task.
 *
 * @param what the argument that names what is asked about
 * @param own the argument by which a call names its own limit; empty where it cannot
 */
record SizeCuts(Database database, Tunable limit, String operation, String what, String own, int leastTasks)
        implements Detector {
    private static final int EVIDENCE = 10;

    @Override
    public List<Opportunity> detect(Period period) {
        List<CallRow> cut = CallRow.cut(database, limit.entity(), operation, "size", period).stream()
                .filter(call -> own.isEmpty() || !call.arguments().has(own))
                .toList();
        List<CallRow> followed = database.read(handle -> cut.stream()
                .filter(call -> call.laterOnes(handle).stream()
                        .anyMatch(later -> later.arguments()
                                        .path(what)
                                        .equals(call.arguments().path(what))
                                && !later.hash().equals(call.hash())))
                .toList());
        long tasks = followed.stream().map(CallRow::task).distinct().count();
        if (tasks < leastTasks) {
            return List.of();
        }
        return List.of(new Opportunity(
                Opportunity.Kind.LIMIT_TOO_LOW,
                EntityKind.TOOL,
                limit.entity(),
                limit.id(),
                "%d results of '%s.%s' were cut, and the rest was asked for afterwards, in %d tasks."
                        .formatted(followed.size(), limit.entity(), operation, tasks),
                "With a higher limit one call gives what two or more give now.",
                followed.stream().map(CallRow::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("results_asked_for_again", followed.size(), "calls")));
    }
}
