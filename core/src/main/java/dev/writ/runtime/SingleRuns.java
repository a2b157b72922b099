package dev.writ.runtime;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs actions so that there is never more than one under a name, without making anybody wait: who comes while one runs
 * leaves word, and the one that runs is run once more.
 */
final class SingleRuns {
    private final ConcurrentHashMap<String, Run> runs = new ConcurrentHashMap<>();

    private static final class Run {
        private final Thread thread = Thread.currentThread();
        private boolean again;
    }

    /** Runs the action, or has the one that runs under this name run again. What it throws, it throws to its own caller. */
    void run(String name, Runnable action) {
        Run own = new Run();
        Run current = runs.compute(name, (key, known) -> {
            if (known == null) {
                return own;
            }
            known.again = true;
            return known;
        });
        if (current != own) {
            return;
        }
        try {
            do {
                action.run();
            } while (isWantedAgain(name));
        } catch (RuntimeException | Error e) {
            runs.remove(name);
            throw e;
        }
    }

    private boolean isWantedAgain(String name) {
        return runs.computeIfPresent(name, (key, run) -> {
                    boolean again = run.again;
                    run.again = false;
                    return again ? run : null;
                })
                != null;
    }

    boolean runsOnThisThread(String name) {
        Run run = runs.get(name);
        return run != null && run.thread.equals(Thread.currentThread());
    }
}
