package dev.writ.runtime;

import dev.writ.BackgroundLoop;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Suspensions;
import dev.writ.store.Cluster;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * Has what is kept in memory here follow what other nodes do: grants that were given or ended, tasks that were cancelled,
 * tools that were suspended, definitions that were changed. The database refuses at once what another node took away; this stops, some milliseconds
 * later, what is already running under it. Where there is one node, nothing is to be done.
 */
public final class OtherNodes implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OtherNodes.class.getName());
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final EventFilter NEWS = EventFilter.all()
            .ofKinds("grant", "task", "agent", "tool", "process", "document", "anomaly")
            .atMost(500);

    private final Cluster cluster;
    private final EventLog events;
    private final Parts parts;
    private final BackgroundLoop loop;
    private long seen;

    /** What follows. */
    public record Parts(
            DatabasePermissionManager permissions,
            BasePermissions base,
            Suspensions suspensions,
            ToolRegistry registry,
            ToolGateway gateway,
            Definitions definitions,
            Engine engine) {}

    public OtherNodes(Cluster cluster, EventLog events, Parts parts) {
        this.cluster = cluster;
        this.events = events;
        this.parts = parts;
        this.loop = BackgroundLoop.of(
                LOG, "writ-other-nodes", "what other nodes did could not be read", AFTER_A_FAILURE, this::step);
    }

    public void start() {
        cluster.onWritten(events.feed()::lookAgain);
        cluster.onWritten(parts.engine()::lookForWork);
        cluster.onDeath(() -> Thread.startVirtualThread(this::takeOver));
        cluster.onLost(this::dropEverything);
        seen = events.lastSeq();
        loop.start();
        takeOver();
    }

    private void takeOver() {
        try {
            parts.engine().takeOver();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the work of a dead node could not be taken over; it is tried again", e);
        }
    }

    /** What is under way here belongs to others by now. Comes back when it has ended. */
    private void dropEverything() {
        parts.gateway().stopAll("another node has taken this task over");
        parts.engine().dropEverything();
    }

    private void step() throws InterruptedException {
        List<Event> news = events.feed().next(NEWS.after(seen), LONGEST_SLEEP);
        for (Event event : news) {
            follow(event);
            seen = event.seq();
        }
        parts.engine().takeOver();
    }

    private void follow(Event event) {
        switch (event.type()) {
            case "grant.issued", "grant.narrowed", "grant.expired", "grant.unused", "grant.revoked", "grant.ended" ->
                parts.permissions().changedElsewhere(event.task(), event.entity());
            case "task.agent_selected", "task.completed", "task.failed" ->
                parts.permissions().changedElsewhere(event.task());
            case "task.cancelled" -> {
                parts.permissions().changedElsewhere(event.task());
                parts.gateway().stopTask(event.task(), "The task was cancelled.");
                parts.engine().interrupt(event.task());
            }
            case "permission.base_changed" -> parts.base().changedElsewhere();
            case "anomaly.raised", "anomaly.resolved" -> parts.suspensions().changedElsewhere();
            default -> {
                if (event.type().startsWith("entity.")) {
                    parts.definitions().changedElsewhere(EntityKind.parse(event.kind()));
                }
                if (event.kind().equals("tool") && event.type().startsWith("entity.")) {
                    parts.registry().changedElsewhere();
                }
            }
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
