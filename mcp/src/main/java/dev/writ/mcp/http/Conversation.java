package dev.writ.mcp.http;

import dev.writ.mcp.engine.Outlet;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one request has to say to its client, on its way from the thread that works on it to the one that writes. When the
 * client reads slowly the worker waits; when it has gone, what is said is dropped.
 */
final class Conversation implements Outlet {
    private static final int MOST_WAITING = 256;

    /** A message, and whether it is the last one. */
    record Item(ObjectNode message, boolean last, int status, Optional<String> challenge) {
        private static Item note(ObjectNode message) {
            return new Item(message, false, 200, Optional.empty());
        }
    }

    private final Queue<Item> items = new ArrayDeque<>();
    private boolean abandoned;

    @Override
    public synchronized void send(ObjectNode message) {
        try {
            while (items.size() >= MOST_WAITING && !abandoned) {
                wait();
            }
            put(Item.note(message));
        } catch (InterruptedException e) {
            // The client no longer listens; whoever works on the request is told again.
            Thread.currentThread().interrupt();
        }
    }

    void end(ObjectNode message) {
        end(message, 200, Optional.empty());
    }

    /** Never waits: a worker that was interrupted has its last word too. */
    synchronized void end(ObjectNode message, int status, Optional<String> challenge) {
        put(new Item(message, true, status, challenge));
    }

    /** Nobody reads any more. */
    synchronized void abandon() {
        abandoned = true;
        items.clear();
        notifyAll();
    }

    /** The next item; empty where none came in time. */
    synchronized Optional<Item> next(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); items.isEmpty() && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        Optional<Item> item = Optional.ofNullable(items.poll());
        notifyAll();
        return item;
    }

    private void put(Item item) {
        if (!abandoned) {
            items.add(item);
            notifyAll();
        }
    }
}
