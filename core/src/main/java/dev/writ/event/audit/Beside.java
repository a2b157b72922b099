package dev.writ.event.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets one more thread work on what a thread reads, while that goes on reading: a connection can be read by one thread only,
 * and half of a check is hashing. What comes in is worked on in its order, and what comes of it goes back, in the same order,
 * to the thread that reads. Some thousands of things are under way at most. For use by one thread.
 */
final class Beside<T, R> implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int AHEAD = 4;

    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("writ-audit-check").factory());
    private final Function<T, R> work;
    private final Consumer<R> done;
    private final Deque<CompletableFuture<List<R>>> underWay = new ArrayDeque<>();
    private List<T> batch = new ArrayList<>(BATCH);
    private boolean failed;

    /**
     * @param work is called by the other thread
     * @param done is called by the thread that uses this
     */
    Beside(Function<T, R> work, Consumer<R> done) {
        this.work = work;
        this.done = done;
    }

    void add(T item) {
        batch.add(item);
        if (batch.size() == BATCH) {
            handOver();
            if (underWay.size() > AHEAD) {
                take();
            }
        }
    }

    private void handOver() {
        List<T> full = batch;
        batch = new ArrayList<>(BATCH);
        underWay.add(CompletableFuture.supplyAsync(() -> full.stream().map(work).toList(), worker));
    }

    private void take() {
        boolean whole = false;
        try {
            underWay.remove().join().forEach(done);
            whole = true;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            failed |= !whole;
        }
    }

    /** Takes in the rest, unless something went wrong in what was taken in before: then nothing comes after that. */
    @Override
    public void close() {
        try {
            if (!failed) {
                handOver();
            }
            while (!failed && !underWay.isEmpty()) {
                take();
            }
        } finally {
            worker.shutdownNow();
        }
    }
}
