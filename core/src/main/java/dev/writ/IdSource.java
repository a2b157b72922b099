package dev.writ;

/** Makes the ids of tasks, events, grants and so on. Injected, so that a run can be replayed. */
@FunctionalInterface
public interface IdSource {
    /**
     * A new id, unique for ever and sortable by the time it was made.
     *
     * @param prefix what the id names, for instance {@code task} for {@code task_06f3…}
     */
    String next(String prefix);
}
