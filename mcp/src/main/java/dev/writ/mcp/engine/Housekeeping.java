package dev.writ.mcp.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** One thread that does a few things over and over. An error in one of them does not keep it from the next round. */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

    private final Duration every;
    private final List<Runnable> chores;
    private final Thread keeper;

    private Housekeeping(Duration every, List<Runnable> chores) {
        this.every = every;
        this.chores = chores;
        this.keeper = Thread.ofVirtual().name("mcp-housekeeping").unstarted(this::run);
    }

    static Housekeeping start(Duration every, Runnable... chores) {
        Housekeeping housekeeping = new Housekeeping(every, List.of(chores));
        housekeeping.keeper.start();
        return housekeeping;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(every);
                chores.forEach(Housekeeping::doOne);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private static void doOne(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Housekeeping failed, and is tried again.", e);
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
    }
}
