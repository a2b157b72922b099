package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The requests of one client that are being worked on, for them to be cancelled by their id. */
public final class Running {
    private final Map<RequestId, Thread> threads = new ConcurrentHashMap<>();

    /** @throws RpcException where a request of this id is still being worked on */
    public void begin(RequestId id) {
        if (threads.putIfAbsent(id, Thread.currentThread()) != null) {
            throw RpcException.badRequest(RpcError.INVALID_REQUEST, "A request with this id is still being worked on.");
        }
    }

    public void end(RequestId id) {
        threads.remove(id, Thread.currentThread());
    }

    /** Nothing happens where there is no such request any more. */
    public void cancel(RequestId id) {
        threads.computeIfPresent(id, (same, thread) -> {
            thread.interrupt();
            return thread;
        });
    }

    public void cancelAll() {
        threads.keySet().forEach(this::cancel);
    }

    boolean isEmpty() {
        return threads.isEmpty();
    }
}
