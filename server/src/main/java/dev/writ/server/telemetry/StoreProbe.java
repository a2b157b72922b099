package dev.writ.server.telemetry;

import dev.writ.WritException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether the store can be written, found out by writing to it: once a second at most, one attempt at a time, and without
 * keeping who asks waiting for long. Safe for use by many threads.
 */
final class StoreProbe {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Executor OWN_THREAD =
            attempt -> Thread.ofVirtual().name("writ-store-probe").start(attempt);

    private final Runnable write;
    private CompletableFuture<Optional<String>> attempt = CompletableFuture.completedFuture(Optional.empty());
    private long begunAt = System.nanoTime() - FRESH.toNanos();

    /** @param write throws where the store cannot be written */
    StoreProbe(Runnable write) {
        this.write = write;
    }

    /** What is wrong, in one sentence; empty where the store was written. */
    Optional<String> problem() {
        try {
            return attempt().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of("The store has not taken a write for " + PATIENCE.toSeconds() + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("Writ is shutting down.");
        } catch (ExecutionException e) {
            return Optional.of("The store cannot be written: " + e.getCause() + ".");
        }
    }

    private synchronized CompletableFuture<Optional<String>> attempt() {
        if (attempt.isDone() && System.nanoTime() - begunAt >= FRESH.toNanos()) {
            begunAt = System.nanoTime();
            attempt = CompletableFuture.supplyAsync(this::tried, OWN_THREAD);
        }
        return attempt;
    }

    private Optional<String> tried() {
        try {
            write.run();
            return Optional.empty();
        } catch (WritException e) {
            return Optional.of("The store cannot be written: " + e.failure().message());
        }
    }
}
