package dev.writ.mcp;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Work in a thread of its own, which can be interrupted as a transport does it. */
public final class Background<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> work) {
        this.task = new FutureTask<>(work);
        this.thread = Thread.ofVirtual().start(task);
    }

    public static <T> Background<T> start(Callable<T> work) {
        return new Background<>(work);
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** Waits for the result, or throws what the work threw, inside an {@code ExecutionException}. */
    public T result() throws Exception {
        return task.get(10, TimeUnit.SECONDS);
    }
}
