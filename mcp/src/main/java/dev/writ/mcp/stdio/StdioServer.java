package dev.writ.mcp.stdio;

import dev.writ.mcp.engine.Cancelled;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.engine.Modern;
import dev.writ.mcp.engine.Running;
import dev.writ.mcp.engine.Session;
import dev.writ.mcp.engine.SessionStream;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InsufficientScope;
import dev.writ.mcp.server.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves one client over a pair of streams, one message a line. Each request says by itself of which era it is. Nothing
 * but messages is ever written.
 */
public final class StdioServer {
    private static final System.Logger LOG = System.getLogger(StdioServer.class.getName());
    private static final int MOST_AT_ONCE = 256;
    private static final Duration AFTER_END = Duration.ofSeconds(1);

    private final Engine engine;
    private final Caller caller;
    private final LinePort port;
    private final Duration afterEnd;
    private final Running running = new Running();
    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);
    private volatile @Nullable Session session;

    /** @param caller whoever started the process */
    public StdioServer(Engine engine, Caller caller, OutputStream out) {
        this(engine, caller, out, AFTER_END);
    }

    /** @param afterEnd how long what is being worked on may go on once the input has ended */
    public StdioServer(Engine engine, Caller caller, OutputStream out, Duration afterEnd) {
        this.engine = engine;
        this.caller = caller;
        this.port = new LinePort(out);
        this.afterEnd = afterEnd;
    }

    /**
     * Serves until the input ends. What is still being worked on then has a moment to finish, as for a client that says
     * all at once and goes; then it is cancelled.
     */
    public void serve(InputStream in) throws IOException {
        try {
            port.read(in, (message, line) -> take(message));
            slots.tryAcquire(MOST_AT_ONCE, afterEnd.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.cancelAll();
            endSession();
        }
    }

    private void endSession() {
        Session open = session;
        if (open != null) {
            engine.legacy().end(open);
        }
    }

    private void take(Message message) {
        switch (message) {
            case Message.Request request -> {
                if (!slots.tryAcquire()) {
                    port.fail(
                            Optional.of(request.id()),
                            RpcError.of(RpcError.INTERNAL, "Too many requests are open at once."));
                } else if (isInitialize(request)) {
                    // Before the next line is read: what follows belongs to the session.
                    answer(request);
                } else {
                    Thread.ofVirtual().start(() -> answer(request));
                }
            }
            case Message.Notification notification -> notified(notification);
            case Message.Response response -> {
                Session open = session;
                if (open != null) {
                    engine.legacy().answered(open, response);
                }
            }
        }
    }

    private void notified(Message.Notification notification) {
        if (notification.method().equals("notifications/cancelled")) {
            Cancelled.request(notification).ifPresent(running::cancel);
        }
    }

    private void answer(Message.Request request) {
        boolean begun = false;
        try {
            running.begin(request.id());
            begun = true;
            port.write(Rpc.result(request.id(), result(request)));
        } catch (RpcException e) {
            port.write(Rpc.error(Optional.of(request.id()), e.error()));
        } catch (InterruptedException e) {
            // Cancelled: there is no answer.
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "A request failed unexpectedly.", e);
            port.fail(Optional.of(request.id()), RpcError.of(RpcError.INTERNAL, "The request failed unexpectedly."));
        } finally {
            if (begun) {
                running.end(request.id());
            }
            slots.release();
        }
    }

    private ObjectNode result(Message.Request request) throws InterruptedException {
        if (isModern(request)) {
            return modern(request);
        }
        if (isInitialize(request)) {
            return initialize(request);
        }
        Session open = session;
        if (open == null) {
            throw RpcException.of(
                    RpcError.INVALID_REQUEST,
                    "Begin with initialize, or send the metadata of revision 2026-07-28 with the request.");
        }
        return engine.legacy().answer(open, request, port::write);
    }

    private ObjectNode modern(Message.Request request) throws InterruptedException {
        try {
            return engine.modern().answer(request, caller, port::write);
        } catch (InsufficientScope e) {
            if (request.method().equals("tools/call")) {
                return ToolResult.failure(e.error().message(), e.denied().receipt())
                        .json()
                        .put("resultType", "complete");
            }
            throw e;
        }
    }

    private static boolean isModern(Message.Request request) {
        return request.meta().has(Modern.VERSION) || request.method().equals("server/discover");
    }

    private static boolean isInitialize(Message.Request request) {
        return !isModern(request) && request.method().equals("initialize");
    }

    /** A client that begins anew has no more to do with its session before. */
    private ObjectNode initialize(Message.Request request) {
        Session begun = engine.legacy().begin(request, caller);
        endSession();
        session = begun;
        engine.legacy().stream(begun)
                .ifPresent(stream -> Thread.ofVirtual().name("mcp-changes").start(() -> follow(stream)));
        return engine.legacy().greeting(begun);
    }

    private void follow(SessionStream stream) {
        try (stream) {
            stream.follow(port::write);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
