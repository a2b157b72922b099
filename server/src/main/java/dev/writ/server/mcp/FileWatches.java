package dev.writ.server.mcp;

import dev.writ.WritException;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Watch;
import dev.writ.outside.ReadableFiles;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks whether files that callers have subscribed to change. Each look asks first whether the caller may still read the file:
 * where it may not, the watch is over, and nothing is told. Looks again and again by the protected path, for the kernel's own
 * notification follows links; one thread does it, as long as there is something to watch. Safe for use by many threads.
 */
final class FileWatches {
    private static final System.Logger LOG = System.getLogger(FileWatches.class.getName());
    private static final int MOST = 1000;
    private static final int MOST_OF_TASK = 100;
    private static final long SHORTEST_PAUSE_MILLIS = 300;
    /** Looking takes a tenth of the time at most. */
    private static final long PAUSES_A_LOOK = 9;

    private final ReadableFiles files;
    private final Map<Key, Watched> watched = new HashMap<>();

    FileWatches(ReadableFiles files) {
        this.files = files;
    }

    private record Key(Caller caller, String uri) {}

    /** One file of one caller, however many of its connections want to know. */
    private static final class Watched {
        private final ReadableFiles.Place place;
        private final Runnable changed;
        private ReadableFiles.State seen;
        private int holders;

        private Watched(ReadableFiles.Place place, Runnable changed, ReadableFiles.State seen) {
            this.place = place;
            this.changed = changed;
            this.seen = seen;
        }
    }

    /**
     * @param path as the address has it
     * @param changed is run after each change
     * @throws RpcException where the caller may not read the file now, or has too many watches
     */
    Watch watch(Caller caller, String uri, String path, Runnable changed) {
        ReadableFiles.Place place = place(OutsideCaller.of(caller).task(), path);
        ReadableFiles.State now = files.look(place).orElseThrow(() -> unreadable(uri));
        Key key = new Key(caller, uri);
        synchronized (this) {
            Watched one = watched.get(key);
            if (one == null) {
                long own = watched.values().stream()
                        .filter(other -> other.place.task().equals(place.task()))
                        .count();
                if (watched.size() >= MOST || own >= MOST_OF_TASK) {
                    throw RpcException.overloaded("Too many files are watched; an agent watches at most " + MOST_OF_TASK
                            + ". Unsubscribe from some.");
                }
                one = new Watched(place, changed, now);
                watched.put(key, one);
                if (watched.size() == 1) {
                    Thread.ofVirtual().name("writ-file-watches").start(this::run);
                }
            }
            one.holders++;
            return release(key, one);
        }
    }

    private ReadableFiles.Place place(String task, String path) {
        try {
            return files.place(task, path)
                    .orElseThrow(() -> RpcException.invalidParams("The task has no workspace, so it has no files."));
        } catch (WritException e) {
            throw RpcException.invalidParams(e.failure().toString());
        }
    }

    private static RpcException unreadable(String uri) {
        return RpcException.invalidParams("'" + uri
                + "' may not be read now. Ask for file_system_listing with a scope that holds it, by need_more_tools.");
    }

    private Watch release(Key key, Watched one) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                synchronized (this) {
                    one.holders--;
                    if (one.holders == 0) {
                        watched.remove(key, one);
                    }
                }
            }
        };
    }

    private void run() {
        try {
            long pause = SHORTEST_PAUSE_MILLIS;
            while (true) {
                Thread.sleep(pause);
                long from = System.nanoTime();
                List<Map.Entry<Key, Watched>> all;
                synchronized (this) {
                    if (watched.isEmpty()) {
                        return;
                    }
                    all = List.copyOf(watched.entrySet());
                }
                all.forEach(entry -> look(entry.getKey(), entry.getValue()));
                long took = Duration.ofNanos(System.nanoTime() - from).toMillis();
                pause = Math.max(SHORTEST_PAUSE_MILLIS, took * PAUSES_A_LOOK);
            }
        } catch (InterruptedException e) {
            // Nobody does; the process ends.
        }
    }

    private void look(Key key, Watched one) {
        try {
            files.look(one.place)
                    .ifPresentOrElse(
                            now -> {
                                if (!now.equals(one.seen)) {
                                    one.seen = now;
                                    one.changed.run();
                                }
                            },
                            () -> forget(key, one));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A file that is watched could not be looked at; the watch is over.", e);
            forget(key, one);
        }
    }

    private synchronized void forget(Key key, Watched one) {
        watched.remove(key, one);
    }
}
