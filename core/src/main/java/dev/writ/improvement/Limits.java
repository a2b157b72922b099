package dev.writ.improvement;

import java.time.Duration;

/**
 * How much is tried at once, and how soon again.
 *
 * @param open how many experiments may be on trial
 * @param coolDown how long after the end of an experiment the same definition is left alone
 * @param replays how many recorded tasks are run again at most, for one experiment
 * @param canaries how many pairs of real tasks are needed, whatever replays showed
 * @param watched for how many real tasks a kept change is watched, as long as they come within the patience
 * @param patience how long an experiment may take before it is given up
 */
public record Limits(int open, Duration coolDown, int replays, int canaries, int watched, Duration patience) {
    public static final Limits USUAL = new Limits(3, Duration.ofHours(24), 40, 5, 50, Duration.ofDays(30));
}
