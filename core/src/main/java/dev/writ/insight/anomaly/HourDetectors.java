package dev.writ.insight.anomaly;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Finding.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Rules that compare one hour with the agent's own four weeks before it. Evidence is added by who knows the events. */
final class HourDetectors {
    /** Hours of work needed to know what is usual, and days over which they lie. */
    private static final int LEAST_HOURS = 24;

    private static final int LEAST_DAYS = 3;
    private static final double LEAST_SCORE = 8;
    private static final double LEAST_FACTOR = 3;
    private static final long LEAST_CALLS = 30;
    private static final long LEAST_BYTES = 1_000_000;

    private static final int LEAST_DAYS_FOR_HOURS = 7;
    private static final long LEAST_CALLS_FOR_HOURS = 200;
    private static final long LEAST_CALLS_AT_ODD_HOUR = 3;
    private static final double RARE = 0.005;

    private HourDetectors() {}

    static List<Finding> in(List<History.Hour> hours, History history) {
        List<Finding> found = new ArrayList<>();
        TreeMap<String, Long> byAgent = new TreeMap<>();
        for (History.Hour hour : hours) {
            byAgent.merge(hour.agent(), hour.calls(), Long::sum);
            if (history.days(hour.agent()) >= LEAST_DAYS) {
                rate(found, hour, history.calls(hour.agent(), hour.tool()));
                volume(found, hour, history.bytes(hour.agent(), hour.tool()));
            }
        }
        byAgent.forEach((agent, calls) -> oddHour(found, agent, hours.getFirst().at(), calls, history));
        return found;
    }

    private static void rate(List<Finding> found, History.Hour hour, double[] usual) {
        if (usual.length < LEAST_HOURS || hour.calls() < LEAST_CALLS) {
            return;
        }
        RobustScore score = RobustScore.of((double) hour.calls(), usual);
        if (isOut(score)) {
            found.add(finding(
                    AnomalyKind.RATE,
                    hour,
                    score,
                    usual.length,
                    String.format(
                            Locale.ROOT,
                            "'%s' called '%s' %d times within an hour. In %d hours of work before it was %.0f in the middle "
                                    + "(median absolute deviation %.1f): a robust z-score of %.1f.",
                            hour.agent(),
                            hour.tool(),
                            hour.calls(),
                            usual.length,
                            score.median(),
                            score.deviation(),
                            score.score())));
        }
    }

    private static void volume(List<Finding> found, History.Hour hour, double[] usual) {
        if (usual.length < LEAST_HOURS || hour.bytes() < LEAST_BYTES) {
            return;
        }
        RobustScore score = RobustScore.of((double) hour.bytes(), usual);
        if (isOut(score)) {
            found.add(finding(
                    AnomalyKind.VOLUME,
                    hour,
                    score,
                    usual.length,
                    String.format(
                            Locale.ROOT,
                            "'%s' got %.1f MB through '%s' within an hour, in %d calls. In %d hours of work before it was "
                                    + "%.2f MB in the middle: a robust z-score of %.1f.",
                            hour.agent(),
                            hour.bytes() / 1e6,
                            hour.tool(),
                            hour.calls(),
                            usual.length,
                            score.median() / 1e6,
                            score.score())));
        }
    }

    private static boolean isOut(RobustScore score) {
        return score.score() >= LEAST_SCORE && score.value() >= LEAST_FACTOR * score.median();
    }

    private static Finding finding(
            AnomalyKind kind, History.Hour hour, RobustScore score, int hours, String explanation) {
        return new Finding(
                kind,
                kind.id() + ":" + hour.agent() + ":" + hour.tool(),
                new Subject(hour.agent(), hour.tool(), "", "", "", ""),
                hourFrom(hour.at()),
                score.value(),
                explanation,
                Json.object()
                        .put("value", score.value())
                        .put("median", score.median())
                        .put("median_absolute_deviation", score.deviation())
                        .put("robust_z", score.score())
                        .put("least_z", LEAST_SCORE)
                        .put("hours_before", hours),
                List.of());
    }

    private static void oddHour(List<Finding> found, String agent, Instant at, long calls, History history) {
        long[] usual = history.byTimeOfDay(agent);
        long all = Arrays.stream(usual).sum();
        int hour = History.timeOfDay(at);
        // An hour beside its work is no odd hour.
        long around = usual[hour] + usual[(hour + 1) % 24] + usual[(hour + 23) % 24];
        if (calls >= LEAST_CALLS_AT_ODD_HOUR
                && history.days(agent) >= LEAST_DAYS_FOR_HOURS
                && all >= LEAST_CALLS_FOR_HOURS
                && around < RARE * all) {
            found.add(new Finding(
                    AnomalyKind.UNUSUAL_HOUR,
                    "unusual_hour:" + agent + ":" + hour,
                    new Subject(agent, "", "", "", "", ""),
                    hourFrom(at),
                    calls,
                    String.format(
                            Locale.ROOT,
                            "'%s' made %d calls between %d:00 and %d:00 UTC. Of its %d calls on %d days before, %d were at "
                                    + "that time of day or an hour beside it.",
                            agent,
                            calls,
                            hour,
                            hour + 1,
                            all,
                            history.days(agent),
                            around),
                    Json.object()
                            .put("calls", calls)
                            .put("hour", hour)
                            .put("calls_before", all)
                            .put("calls_around_this_hour", around)
                            .put("rare_share", RARE),
                    List.of()));
        }
    }

    private static Period hourFrom(Instant at) {
        return new Period(at, at.plus(Duration.ofHours(1)));
    }
}
