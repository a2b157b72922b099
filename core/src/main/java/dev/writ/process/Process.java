package dev.writ.process;

/**
 * A way of working, written as ordinary code. It may be run many times for one task: from the start after every wait and
 * every crash. What it learned or did before comes back from the journal, so its code must reach the same steps in the
 * same order, and do everything that changes or observes the world inside a step.
 */
public interface Process {
    ProcessSpec spec();

    /**
     * Runs until it ends or waits.
     *
     * @throws Suspended when it waits; it will be run again once what it waits for has happened
     * @throws dev.writ.WritException when it cannot go on; the task then fails with that failure
     */
    ProcessOutcome run(ProcessRun run);
}
