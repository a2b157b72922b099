package dev.writ.process;

import dev.writ.task.Task;

/** Opens runs of a task's process over its journal. */
@FunctionalInterface
public interface Runs {
    ProcessRun of(Task task);

    /** Runs over the journal in the database. */
    static Runs journaled(JournaledRun.Services services) {
        return task -> new JournaledRun(services, task);
    }
}
