package dev.writ.server.mcp;

import dev.writ.mcp.server.Exchange;
import java.time.Duration;

/**
 * Tells a client that wants to know, once a second, that its call is still under way and for how long: many give up on a
 * call that is silent. How much is left nobody knows, so no total is told. After {@link #close} nothing more is said.
 */
final class SignsOfLife implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Exchange exchange;
    private final long from = System.nanoTime();
    private final Thread teller;
    private final String doing;
    private boolean closed;

    private SignsOfLife(Exchange exchange, String doing) {
        this.exchange = exchange;
        this.doing = doing;
        this.teller = Thread.ofVirtual().name("writ-mcp-progress").unstarted(this::run);
    }

    /** @param doing what is under way, in a few words */
    static SignsOfLife of(Exchange exchange, String doing) {
        SignsOfLife signs = new SignsOfLife(exchange, doing);
        if (exchange.wantsProgress()) {
            signs.teller.start();
        }
        return signs;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                tell();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private synchronized void tell() {
        if (!closed) {
            exchange.progress(
                    (double) Duration.ofNanos(System.nanoTime() - from).toSeconds(), 0, doing);
        }
    }

    @Override
    public void close() {
        // First, for one that waits for a slow client to let go.
        teller.interrupt();
        synchronized (this) {
            closed = true;
        }
    }
}
