package dev.writ.recovery.health;

import java.time.Instant;

/**
 * How a third party's server stands.
 *
 * @param resting whether it failed and is left alone
 * @param since when it came to stand so
 * @param failures how many times in a row it failed
 * @param lastFailure one sentence; empty where there was none
 */
public record Standing(String name, boolean resting, Instant since, int failures, String lastFailure) {}
