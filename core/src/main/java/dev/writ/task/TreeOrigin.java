package dev.writ.task;

import java.util.List;
import java.util.Locale;

/**
 * What a request began as.
 *
 * @param source id of the request it came from
 * @param sourceTask the task whose conversation it goes on with; for a replay, the first task
 * @param step the step from which it goes on; 0 for a replay
 * @param changed what a person worded otherwise: {@code request}, {@code message N}
 */
public record TreeOrigin(String tree, Kind kind, String source, String sourceTask, int step, List<String> changed) {
    public TreeOrigin {
        changed = List.copyOf(changed);
    }

    /** How it came from the other. */
    public enum Kind {
        FORK,
        REPLAY;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
