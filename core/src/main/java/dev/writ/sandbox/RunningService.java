package dev.writ.sandbox;

import dev.writ.sandbox.network.NetworkUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A service that was started in the sandbox. Safe for use by many threads; its streams by one each. */
public final class RunningService implements AutoCloseable {
    /** How long it may take to end by itself once its input has ended, and then to be killed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Box box;
    private final ServiceLog log;

    RunningService(Box box) {
        this.box = box;
        this.log = new ServiceLog(box.process().errors());
    }

    /** What the service reads; buffered, so to be flushed. Writing waits while the service does not read. */
    public OutputStream input() {
        return box.process().input();
    }

    /**
     * What the service writes, as it is: the reader bounds it. A service that nobody reads waits; nothing is kept of it
     * but what the kernel's pipe holds.
     */
    public InputStream output() {
        return box.process().output();
    }

    /** What it writes to standard error, which is always read. */
    public ServiceLog log() {
        return log;
    }

    public boolean isAlive() {
        return !box.process().ended().isDone();
    }

    /** As a shell would give it, 128 plus the signal number where a signal ended it; empty while it runs. */
    public OptionalInt exitCode() {
        return isAlive()
                ? OptionalInt.empty()
                : OptionalInt.of(box.process().ended().join());
    }

    /** Completed with the exit code when the service has ended; completing or cancelling it here ends nothing. */
    public CompletableFuture<Integer> ended() {
        // Whoever is told does so on a thread of his own: that of the box has to clean up.
        return box.process().ended().thenApplyAsync(code -> code);
    }

    /** The names of the protections it runs under. */
    public List<String> layers() {
        return box.layers();
    }

    /** What it did with its network until now. */
    public NetworkUse network() {
        return box.network();
    }

    /**
     * Ends its input, gives it some seconds to end by itself, then kills it and everything it started, and takes away what
     * was made for it. Where the thread is interrupted it is killed at once, and its end not waited for.
     */
    @Override
    public void close() {
        // A service that does not read would hold back whoever wants to end its input.
        Thread.ofVirtual().name("writ-service-input").start(this::endInput);
        BoxProcess process = box.process();
        try {
            if (!BoxProcess.isDoneWithin(process.ended(), GRACE)) {
                process.kill();
                if (!BoxProcess.isDoneWithin(process.ended(), GRACE)) {
                    process.killNow();
                }
            }
            BoxProcess.isDoneWithin(process.gone(), GRACE);
        } catch (InterruptedException e) {
            process.kill();
            Thread.currentThread().interrupt();
        }
    }

    private void endInput() {
        try {
            input().close();
        } catch (IOException e) {
            // It has ended already.
        }
    }
}
