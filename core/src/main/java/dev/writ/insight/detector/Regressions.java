package dev.writ.insight.detector;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activities;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Durations;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.Tally;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations that became slower than they were in the period of the same length before. The distributions are compared
 * by quartiles, which a few outliers do not move: half of the calls are much slower, and even the quick quarter is slower
 * than half of the calls were. Read from the sums that follow the log.
 *
 * @param least smaller differences of the medians nobody notices
 */
record Regressions(Database database, int leastCalls, double leastFactor, Duration least) implements Detector {
    private static final int EVIDENCE = 10;

    private record Slower(Activity activity, Durations now, Durations before) {
        double factor() {
            return (double) now.quantile(0.5) / Math.max(1, before.quantile(0.5));
        }
    }

    @Override
    public List<Opportunity> detect(Period period) {
        Activities activities = new Activities(database);
        Map<Activity, Tally> before = activities
                .of(Stage.TOOL, period.previous(), Activity.ANY_AGENT, "")
                .byActivity();
        List<Slower> found = new ArrayList<>();
        activities.of(Stage.TOOL, period, Activity.ANY_AGENT, "").byActivity().forEach((activity, tally) -> {
            Tally earlier = before.get(activity);
            if (earlier != null && isSlower(tally.durations(), earlier.durations())) {
                found.add(new Slower(activity, tally.durations(), earlier.durations()));
            }
        });
        return found.stream()
                .sorted(Comparator.comparingDouble(Slower::factor)
                        .reversed()
                        .thenComparing(slower -> slower.activity().subject())
                        .thenComparing(slower -> slower.activity().detail()))
                .map(slower -> opportunity(slower, period))
                .toList();
    }

    private boolean isSlower(Durations now, Durations before) {
        long median = before.quantile(0.5);
        return now.size() >= leastCalls
                && before.size() >= leastCalls
                && now.quantile(0.5) >= leastFactor * median
                && now.quantile(0.5) - median >= least.toNanos()
                && now.quantile(0.25) > median;
    }

    private Opportunity opportunity(Slower slower, Period period) {
        Activity activity = slower.activity();
        double median = slower.now().quantile(0.5) / 1e6;
        String change = change(activity.subject(), period)
                .map(version -> "; version " + version + " of its definition came into force meanwhile")
                .orElse("");
        return new Opportunity(
                Opportunity.Kind.REGRESSION,
                EntityKind.TOOL,
                activity.subject(),
                activity.subject() + "." + activity.detail(),
                "Half of the calls of '%s.%s' take %.0f ms or more, against %.0f ms in the period before%s."
                        .formatted(
                                activity.subject(),
                                activity.detail(),
                                median,
                                slower.before().quantile(0.5) / 1e6,
                                change),
                "With what changed taken back, the operation is as quick as before.",
                slowest(activity, period),
                new Opportunity.Measure("median_duration", median, "ms"));
    }

    /** The version of the tool's definition that came into force last, within the two periods. */
    private Optional<Integer> change(String tool, Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT e.data
                        FROM events e JOIN entities d ON d.id = e.entity
                        WHERE d.kind = 'tool' AND d.name = :tool AND e.kind = 'tool'
                          AND e.type IN ('entity.updated', 'entity.rolled_back') AND e.at >= :from AND e.at < :until
                        ORDER BY e.seq DESC LIMIT 1
                        """)
                        .bind("tool", tool)
                        .bind("from", period.previous().from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli())
                        .mapTo(String.class)
                        .findFirst())
                .map(data -> Json.parseObject(data).path("version").asInt(0))
                .filter(version -> version > 0);
    }

    private List<String> slowest(Activity activity, Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT call FROM (SELECT call, duration_micros, started_at FROM tool_usage_events
                                          WHERE tool = :tool AND operation = :operation
                                            AND started_at >= :from AND started_at < :until
                                          ORDER BY started_at DESC, call DESC LIMIT :most) newest
                        ORDER BY duration_micros DESC, call LIMIT :evidence
                        """)
                .bind("tool", activity.subject())
                .bind("operation", activity.detail())
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", CallRow.MOST)
                .bind("evidence", EVIDENCE)
                .mapTo(String.class)
                .list());
    }
}
