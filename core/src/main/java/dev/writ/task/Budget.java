package dev.writ.task;

import java.time.Duration;

/**
 * The most a tree may spend.
 *
 * @param modelCalls number of model calls
 * @param tokens input and output together
 * @param costMicros millionths of a US dollar
 * @param wallSeconds from submission to the end
 * @param depth of the deepest task; the first one has depth 0
 * @param subtasks number of tasks that agents may start
 */
public record Budget(long modelCalls, long tokens, long costMicros, long wallSeconds, int depth, long subtasks) {
    public static final Budget DEFAULT =
            new Budget(200, 2_000_000, 5_000_000, Duration.ofHours(4).toSeconds(), 8, 100);
}
