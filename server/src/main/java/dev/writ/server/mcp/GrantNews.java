package dev.writ.server.mcp;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.mcp.engine.Change;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.server.Caller;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.tool.ToolRegistry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Tells callers when what they may use has changed. Of a grant that was given, narrowed or ended the permissions tell, once
 * they know of it themselves, so that whoever looks then sees it; of what a third party's server offers the registry does
 * likewise; of a tool that was suspended or accepted, and of a token or a task that is over, the events that record it.
 */
final class GrantNews implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GrantNews.class.getName());
    private static final Set<String> TASK_ENDS = Set.of("task.completed", "task.failed", "task.cancelled");
    /** Calls, of which there are the most events, are none of them. */
    private static final EventFilter NEWS = EventFilter.all().ofKinds("tool", "token", "task");

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final EventLog events;
    private final Collection<Engine> engines;
    private final Thread reader;
    private volatile boolean closed;

    GrantNews(
            EventLog events, DatabasePermissionManager permissions, ToolRegistry registry, Collection<Engine> engines) {
        this.events = events;
        this.engines = List.copyOf(engines);
        registry.onOffer(() -> Thread.ofVirtual().start(() -> changed(caller -> true)));
        permissions.onChange(task -> Thread.ofVirtual().start(() -> changed(of(task))));
        long from = events.lastSeq();
        this.reader = Thread.ofVirtual().name("writ-grant-news").start(() -> read(from));
    }

    private void read(long from) {
        long seen = from;
        while (!closed) {
            try {
                long end = events.lastSeq();
                List<Event> news = events.feed().next(NEWS.after(seen), LOOK_AGAIN);
                for (Event event : news) {
                    tell(event);
                    seen = event.seq();
                }
                if (news.isEmpty()) {
                    seen = Math.max(seen, end);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(Level.WARNING, "What has changed could not be read; it is tried again.", e);
                    LockSupport.parkNanos(AFTER_FAILURE.toNanos());
                }
            }
        }
    }

    private void tell(Event event) {
        switch (event.kind()) {
            case "tool" -> changed(caller -> true);
            case "token" -> {
                if (event.type().equals("token.revoked")) {
                    ended(caller -> OutsideCaller.of(caller).token().equals(event.entity()));
                }
            }
            case "task" -> {
                if (TASK_ENDS.contains(event.type())) {
                    ended(of(event.task()));
                }
            }
            default -> {
                // Nothing that a caller could see.
            }
        }
    }

    private static Predicate<Caller> of(String task) {
        return caller -> OutsideCaller.of(caller).task().equals(task);
    }

    private void changed(Predicate<Caller> callers) {
        engines.forEach(engine -> engine.changes().tell(new Change.Tools(), callers));
    }

    private void ended(Predicate<Caller> callers) {
        engines.forEach(engine -> engine.end(callers));
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }
}
