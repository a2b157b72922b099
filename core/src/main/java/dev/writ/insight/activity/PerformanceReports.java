package dev.writ.insight.activity;

import dev.writ.insight.Period;
import dev.writ.insight.activity.PerformanceReport.Bottleneck;
import dev.writ.insight.activity.PerformanceReport.Share;
import dev.writ.insight.activity.PerformanceReport.StageTimes;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes performance reports from the roll-ups. Safe for use by many threads. */
public final class PerformanceReports {
    private static final Set<Stage> UNTIMED = Set.of(Stage.DENIAL, Stage.GRANT);

    private final Database database;
    private final Activities activities;

    public PerformanceReports(Database database) {
        this.database = database;
        this.activities = new Activities(database);
    }

    /**
     * @param agent only this one; empty for all together
     * @param most activities shown of each stage
     */
    public PerformanceReport of(Period period, String agent, int most) {
        List<StageTimes> stages = new ArrayList<>();
        String whose = agent.isEmpty() ? Activity.ANY_AGENT : agent;
        for (Stage stage : Stage.values()) {
            if (UNTIMED.contains(stage)) {
                continue;
            }
            StageFigures figures = activities.of(stage, period, whose, "");
            Tally total = figures.total();
            if (total.durations().size() > 0) {
                Tally before = activities.total(stage, period.previous(), whose);
                stages.add(new StageTimes(figures, total, before, slowest(figures, total, most)));
            }
        }
        return new PerformanceReport(
                Activities.counted(period), stages, bottleneck(stages), retries(Activities.counted(period), agent));
    }

    private long retries(Period period, String agent) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COUNT(*) FROM events
                        WHERE type = 'model.retrying' AND at >= :from AND at < :until
                            AND (:agent = '' OR actor = 'agent:' || :agent)
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("agent", agent)
                .mapTo(Long.class)
                .one());
    }

    private static List<Share> slowest(StageFigures figures, Tally total, int most) {
        return figures
                .by(activity -> new Activity(activity.stage(), "", activity.subject(), activity.detail()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().durations().size() > 0)
                .map(entry -> new Share(
                        entry.getKey(), entry.getValue(), share(entry.getValue().totalNanos(), total.totalNanos())))
                .sorted(Comparator.comparingLong((Share share) -> share.tally().totalNanos())
                        .reversed()
                        .thenComparing(share -> share.activity().subject())
                        .thenComparing(share -> share.activity().detail()))
                .limit(most)
                .toList();
    }

    private static Optional<Bottleneck> bottleneck(List<StageTimes> stages) {
        List<StageTimes> work =
                stages.stream().filter(one -> one.figures().stage().isWork()).toList();
        long all = work.stream().mapToLong(one -> one.total().totalNanos()).sum();
        return work.stream()
                .flatMap(one -> one.slowest().stream())
                .max(Comparator.comparingLong(share -> share.tally().totalNanos()))
                .filter(share -> all > 0)
                .map(share ->
                        new Bottleneck(share.activity(), share(share.tally().totalNanos(), all), sentence(share, all)));
    }

    private static String sentence(Share share, long all) {
        Activity activity = share.activity();
        String name = activity.detail().isEmpty() ? activity.subject() : activity.subject() + "." + activity.detail();
        return String.format(
                Locale.ROOT,
                "%s: %s took %.0f %% of the time measured (%s of %s, in %d); p95 is %s.",
                activity.stage().title(),
                name,
                100 * share(share.tally().totalNanos(), all),
                words(share.tally().totalNanos()),
                words(all),
                share.tally().durations().size(),
                words(share.tally().durations().quantile(0.95)));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static String words(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        if (time.toSeconds() >= 120) {
            return time.toMinutes() + " min";
        }
        return time.toMillis() >= 1_000
                ? String.format(Locale.ROOT, "%.1f s", nanos / 1e9)
                : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
