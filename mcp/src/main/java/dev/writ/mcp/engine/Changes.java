package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Tells subscribers what has changed. Nobody waits for a slow one: each has a box of its own, in which changes of a kind count once. */
public final class Changes {
    private static final int MOST_SUBSCRIPTIONS = 100_000;

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    Changes() {}

    /** Tells everybody who wants to know. */
    public void tell(Change change) {
        tell(change, caller -> true);
    }

    /** Tells those among the callers alone. */
    public void tell(Change change, Predicate<Caller> callers) {
        for (Subscription subscription : subscriptions) {
            if (callers.test(subscription.caller())) {
                subscription.offer(change);
            }
        }
    }

    /** How many subscriptions there are. */
    int count() {
        return count.get();
    }

    /** @throws RpcException where there are too many already */
    Subscription subscribe(Caller caller, Predicate<Change> wanted) {
        if (count.incrementAndGet() > MOST_SUBSCRIPTIONS) {
            count.decrementAndGet();
            throw RpcException.overloaded("There are too many subscriptions; try again later.");
        }
        Subscription subscription = new Subscription(caller, wanted, this::remove);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Ends the subscriptions of these callers, for them to be told. */
    void end(Predicate<Caller> callers) {
        subscriptions.stream()
                .filter(subscription -> callers.test(subscription.caller()))
                .forEach(Subscription::end);
    }

    private void remove(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            count.decrementAndGet();
        }
    }
}
