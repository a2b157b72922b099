package dev.writ.cli;

import dev.writ.WritException;
import dev.writ.cli.top.Snapshot;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Keeps what {@code writ top} shows up to date: asks the server whenever it tells of an event, and finds it again when it
 * was gone. Two threads of its own; nothing here waits for a key.
 */
final class TopFeed implements AutoCloseable {
    private static final long LONGEST_MILLIS = 5_000;
    private static final long TOGETHER_MILLIS = 200;
    private static final long AGAIN_MILLIS = 1_000;

    private final Supplier<Optional<Api>> servers;
    private final AtomicReference<Api> api;
    private final AtomicReference<Snapshot> latest;
    private final AtomicReference<String> opened = new AtomicReference<>("");
    private final SynchronousQueue<Boolean> news = new SynchronousQueue<>();
    private final Thread listener = Thread.ofVirtual().unstarted(this::listen);
    private final Thread reader = Thread.ofVirtual().unstarted(this::read);

    /** @param servers where the server is now, if it runs */
    TopFeed(Api api, Supplier<Optional<Api>> servers) {
        this.api = new AtomicReference<>(api);
        this.servers = servers;
        this.latest = new AtomicReference<>(TopReader.read(api, ""));
        listener.start();
        reader.start();
    }

    Api api() {
        return api.get();
    }

    Snapshot latest() {
        return latest.get();
    }

    /** From now on with this in detail; empty for nothing. */
    void open(String id) {
        if (!opened.getAndSet(id).equals(id)) {
            news.offer(true);
        }
    }

    /** Asks the server now. */
    void refresh() {
        news.offer(true);
    }

    private void listen() {
        while (!Thread.currentThread().isInterrupted()) {
            try (EventStream stream = api.get().stream("/stream?named=false")) {
                while (true) {
                    stream.next();
                    news.offer(true);
                }
            } catch (WritException e) {
                pause(AGAIN_MILLIS);
            }
        }
    }

    private void read() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                news.poll(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
            try {
                latest.set(TopReader.read(api.get(), opened.get()));
                pause(TOGETHER_MILLIS);
            } catch (WritException e) {
                latest.updateAndGet(Snapshot::silent);
                servers.get().ifPresent(api::set);
                pause(AGAIN_MILLIS);
                news.offer(true);
            }
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        listener.interrupt();
        reader.interrupt();
    }
}
