package dev.writ.mcp.stdio;

import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a client that speaks over standard input and output use a server that speaks over HTTP, in both eras. Each message
 * is one HTTP request; what comes back goes out as it comes. Nothing but messages is ever written.
 */
public final class StdioBridge {
    private static final System.Logger LOG = System.getLogger(StdioBridge.class.getName());
    private static final int MOST_AT_ONCE = 256;
    private static final Duration AFTER_END = Duration.ofSeconds(1);

    private final BridgeEndpoint endpoint;
    private final LinePort port;
    private final Map<RequestId, BridgeEndpoint.Exchange> open = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);

    public StdioBridge(BridgeEndpoint endpoint, OutputStream out) {
        this.endpoint = endpoint;
        this.port = new LinePort(out);
    }

    /**
     * Serves until the input ends. What is under way then has a moment to finish, as for a client that says all at once and
     * goes; then it is cancelled.
     */
    public void serve(InputStream in) throws IOException {
        try {
            port.read(in, this::take);
            slots.tryAcquire(MOST_AT_ONCE, AFTER_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.values().forEach(BridgeEndpoint.Exchange::abandon);
            endpoint.close();
        }
    }

    private void take(Message message, byte[] line) {
        switch (message) {
            // The next request may depend on what this one begins.
            case Message.Request request when request.method().equals("initialize") -> ask(request, line);
            case Message.Request request -> {
                if (slots.tryAcquire()) {
                    Thread.ofVirtual().start(() -> {
                        try {
                            ask(request, line);
                        } finally {
                            slots.release();
                        }
                    });
                } else {
                    fail(Optional.of(request.id()), RpcError.INTERNAL, "Too many requests are open at once.");
                }
            }
            case Message.Notification notification -> tell(notification, line);
            case Message.Response ignored -> deliver(line);
        }
    }

    private void tell(Message.Notification notification, byte[] line) {
        Optional<BridgeEndpoint.Exchange> cancelled = notification.method().equals("notifications/cancelled")
                ? RequestId.read(notification.params().path("requestId")).map(open::get)
                : Optional.empty();
        if (cancelled.isPresent() && cancelled.get().isModern()) {
            // Over HTTP, closing the stream is the cancellation.
            cancelled.get().abandon();
        } else if (endpoint.hasSession()) {
            deliver(line);
        }
        if (notification.method().equals("notifications/initialized") && endpoint.hasSession()) {
            Thread.ofVirtual().name("mcp-changes").start(this::follow);
        }
    }

    private void deliver(byte[] line) {
        try {
            endpoint.deliver(line);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A message could not be delivered: {0}", e.getMessage());
        }
    }

    private void follow() {
        try {
            endpoint.follow(port::write);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The stream of changes ended.", e);
        }
    }

    private void ask(Message.Request request, byte[] line) {
        try {
            BridgeEndpoint.Exchange exchange = endpoint.exchange(request, line);
            open.put(request.id(), exchange);
            try {
                exchange.run(port::write);
            } catch (IOException e) {
                if (!exchange.isAbandoned()) {
                    throw e;
                }
            } finally {
                open.remove(request.id(), exchange);
            }
        } catch (IOException e) {
            fail(Optional.of(request.id()), RpcError.INTERNAL, "The server cannot be reached.");
        }
    }

    private void fail(Optional<RequestId> id, int code, String message) {
        port.write(Rpc.error(id, RpcError.of(code, message)));
    }
}
