package dev.writ.mcp.engine;

import java.time.InstantSource;
import java.util.List;

/** The stream on which a legacy client is told what it did not ask for. A session has at most one at a time. */
public final class SessionStream implements AutoCloseable {
    private final Session session;
    private final Subscription subscription;
    private final Guarded guarded;
    private final InstantSource clock;

    SessionStream(Session session, Subscription subscription, Guarded guarded, InstantSource clock) {
        this.session = session;
        this.subscription = subscription;
        this.guarded = guarded;
        this.clock = clock;
    }

    /** Tells changes as they come, until the session or the server ends. */
    public void follow(Outlet outlet) throws InterruptedException {
        List<Change> next = subscription.take();
        while (!next.isEmpty()) {
            for (Change change : next) {
                if (maySee(change)) {
                    outlet.send(change.notification());
                }
            }
            next = subscription.take();
        }
    }

    private boolean maySee(Change change) {
        return !(change instanceof Change.Updated(String uri))
                || guarded.resource(session.caller(), uri).isPresent();
    }

    @Override
    public void close() {
        session.closeStream(subscription, clock.instant());
        subscription.close();
    }
}
