package dev.writ.mcp.engine;

import dev.writ.mcp.server.Caller;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What one subscriber has not yet been told; bounded by what it wants to know. */
final class Subscription implements AutoCloseable {
    private final Caller caller;
    private final Predicate<Change> wanted;
    private final Consumer<Subscription> onClose;
    private final Set<Change> untold = new LinkedHashSet<>();
    private boolean ended;

    Subscription(Caller caller, Predicate<Change> wanted, Consumer<Subscription> onClose) {
        this.caller = caller;
        this.wanted = wanted;
        this.onClose = onClose;
    }

    Caller caller() {
        return caller;
    }

    synchronized void offer(Change change) {
        if (!ended && wanted.test(change) && untold.add(change)) {
            notifyAll();
        }
    }

    /** No change comes after those that are waiting. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for changes; none is left when the subscription has ended. */
    synchronized List<Change> take() throws InterruptedException {
        while (untold.isEmpty() && !ended) {
            wait();
        }
        List<Change> taken = new ArrayList<>(untold);
        untold.clear();
        return taken;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
