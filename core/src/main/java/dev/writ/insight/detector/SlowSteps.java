package dev.writ.insight.detector;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Steps of processes whose own work takes long; that a step waited for others is no work of it. */
record SlowSteps(Database database, int leastRuns, Duration slow) implements Detector {
    private static final int EVIDENCE = 10;
    private static final int MOST = 5_000;

    private record Step(String process, String name, String task, long millis) {}

    @Override
    public List<Opportunity> detect(Period period) {
        List<Step> steps = database.read(handle -> handle.createQuery("""
                        SELECT t.process, s.name, s.task, s.finished_at - s.started_at AS millis
                        FROM process_steps s JOIN tasks t ON t.id = s.task
                        WHERE s.started_at >= :from AND s.started_at < :until
                          AND s.name NOT LIKE '%:ended' AND s.name NOT LIKE 'ended:%' AND s.name NOT LIKE 'decided:%' AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                        ORDER BY s.started_at DESC, s.task, s.position DESC LIMIT :most
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> new Step(
                        row.getString("process"), row.getString("name"), row.getString("task"), row.getLong("millis")))
                .list());
        TreeMap<String, List<Step>> groups = new TreeMap<>();
        steps.forEach(step -> groups.computeIfAbsent(step.process() + "/" + step.name(), key -> new ArrayList<>())
                .add(step));
        return groups.values().stream()
                .filter(group -> group.size() >= leastRuns && median(group) >= slow.toMillis())
                .map(SlowSteps::opportunity)
                .toList();
    }

    private static long median(List<Step> steps) {
        return steps.stream()
                .mapToLong(Step::millis)
                .sorted()
                .skip((steps.size() - 1) / 2)
                .findFirst()
                .orElse(0);
    }

    private static Opportunity opportunity(List<Step> group) {
        Step first = group.getFirst();
        return new Opportunity(
                Opportunity.Kind.SLOW_STEP,
                EntityKind.PROCESS,
                first.process(),
                first.name(),
                "The step '%s' of the process '%s' took %d ms or more in half of %d runs."
                        .formatted(first.name(), first.process(), median(group), group.size()),
                "A quicker step shortens every task of this process.",
                group.stream().map(Step::task).distinct().limit(EVIDENCE).toList(),
                new Opportunity.Measure("median_duration", median(group), "ms"));
    }
}
