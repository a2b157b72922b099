package dev.writ.mcp.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** Tells a listener, on threads of its own: one at a time, and of many changes in a row once. */
final class News {
    private final McpClient.Listener listener;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final ReentrantLock telling = new ReentrantLock();

    News(McpClient.Listener listener) {
        this.listener = listener;
    }

    void toolsChanged() {
        if (changed.compareAndSet(false, true)) {
            tell(() -> {
                changed.set(false);
                listener.toolsChanged();
            });
        }
    }

    void closed(ServerFailure why) {
        tell(() -> listener.closed(why));
    }

    private void tell(Runnable news) {
        Thread.ofVirtual().name("mcp-client-news").start(() -> {
            telling.lock();
            try {
                news.run();
            } finally {
                telling.unlock();
            }
        });
    }
}
