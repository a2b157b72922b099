package dev.writ.insight.activity;

import dev.writ.insight.Period;
import java.util.List;
import java.util.Optional;

/**
 * How long things took.
 *
 * @param period as counted: whole hours
 * @param stages those in which something was timed, in the order of {@link Stage}
 * @param retries how often a model was asked again after an attempt that failed
 */
public record PerformanceReport(Period period, List<StageTimes> stages, Optional<Bottleneck> bottleneck, long retries) {
    /**
     * @param before the same stage in the period of the same length just before
     * @param slowest its activities by their share of the stage's time, the largest first
     */
    public record StageTimes(StageFigures figures, Tally total, Tally before, List<Share> slowest) {}

    /** @param share of the time of its stage, 0 to 1 */
    public record Share(Activity activity, Tally tally, double share) {}

    /**
     * Where most of the machine's time went.
     *
     * @param share of the time of all stages that are work, 0 to 1
     */
    public record Bottleneck(Activity activity, double share, String sentence) {}
}
