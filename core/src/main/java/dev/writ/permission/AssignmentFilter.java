package dev.writ.permission;

import java.util.Optional;

/**
 * Which assignments to list. Empty texts match everything.
 *
 * @param limit at most so many, newest first
 */
public record AssignmentFilter(String task, String tree, Optional<Assignment.State> state, int limit) {
    /** The newest hundred. */
    public static AssignmentFilter all() {
        return new AssignmentFilter("", "", Optional.empty(), 100);
    }

    public AssignmentFilter ofTask(String id) {
        return new AssignmentFilter(id, tree, state, limit);
    }

    public AssignmentFilter inTree(String id) {
        return new AssignmentFilter(task, id, state, limit);
    }

    public AssignmentFilter in(Assignment.State wanted) {
        return new AssignmentFilter(task, tree, Optional.of(wanted), limit);
    }

    public AssignmentFilter atMost(int most) {
        return new AssignmentFilter(task, tree, state, most);
    }
}
