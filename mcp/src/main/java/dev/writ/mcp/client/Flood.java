package dev.writ.mcp.client;

import java.util.concurrent.TimeUnit;

/** Counts what a server says without being asked. Safe for use by many threads. */
final class Flood {
    private static final int MOST = 2_000;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

    private long since = System.nanoTime();
    private int count;

    /** @throws ServerFailure where it is too much */
    synchronized void another() {
        long now = System.nanoTime();
        if (now - since > WINDOW) {
            since = now;
            count = 0;
        }
        if (++count > MOST) {
            throw new ServerFailure(
                    ServerFailure.Kind.TOO_LARGE,
                    "It sent more than " + MOST + " messages in a second that nobody asked for.");
        }
    }
}
