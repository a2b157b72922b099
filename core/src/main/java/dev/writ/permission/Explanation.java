package dev.writ.permission;

import java.util.List;
import java.util.Locale;

/**
 * How a decision came about, step by step, for people. Agents never see one: it tells of grants and limits that a denied
 * caller is not to know.
 *
 * @param touches what the call would touch, in words
 * @param steps all that was looked at, in the order in which it counts
 */
public record Explanation(Decision decision, List<String> touches, List<Step> steps) {
    public Explanation {
        touches = List.copyOf(touches);
        steps = List.copyOf(steps);
    }

    /**
     * One thing that was looked at.
     *
     * @param name which one of its part, for instance the id of a grant
     * @param helps whether it speaks for the call
     */
    public record Step(Part part, String name, boolean helps, String sentence) {}

    /** What a step is about. */
    public enum Part {
        OPERATION,
        TOOL,
        SERVER,
        ARGUMENTS,
        TASK,
        BASE,
        GRANT,
        CEILING,
        DELEGATION,
        /** Whose choice the targets are. */
        ORIGIN;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
