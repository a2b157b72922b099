package dev.writ.prediction;

import java.util.Set;

/**
 * A task that is over.
 *
 * @param id of the task
 * @param used ids of what it really called
 */
public record PastTask(String id, Situation situation, Set<String> used) {
    public PastTask {
        used = Set.copyOf(used);
    }
}
