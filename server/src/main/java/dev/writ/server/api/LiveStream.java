package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * {@code /stream}: events as they happen, as server-sent events whose id is the event's number. A client that comes back
 * with {@code Last-Event-ID} misses nothing and sees nothing twice.
 */
final class LiveStream implements Routes {
    private static final int MOST_CLIENTS = 1_000;
    private static final int MOST_AT_ONCE = 500;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    /** What comes in between is sent together: thirty times a second is as fast as anybody sees. */
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(33);

    private final EventLog events;
    private final AtomicInteger following;
    private final Semaphore clients = new Semaphore(MOST_CLIENTS);

    /** @param following is kept at the number of clients */
    LiveStream(EventLog events, AtomicInteger following) {
        this.events = events;
        this.following = following;
    }

    @Override
    public void addTo(Api api) {
        api.route(Method.GET, "/stream", this::stream);
    }

    private void stream(ServerRequest request, ServerResponse response) {
        EventFilter filter = filter(request);
        boolean named = !new ApiRequest(request).query("named").equals("false");
        if (!clients.tryAcquire()) {
            throw new WritException(
                    FailureCode.UNAVAILABLE,
                    "There are already " + MOST_CLIENTS + " live streams.",
                    "Close one and try again.");
        }
        following.incrementAndGet();
        try (EventMessages messages = new EventMessages(response, named)) {
            follow(messages, filter, Caller.of(request).isWelcome());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            // The client has gone; that is how every stream ends.
            return;
        } finally {
            following.decrementAndGet();
            clients.release();
        }
    }

    private void follow(EventMessages messages, EventFilter start, BooleanSupplier isWelcome)
            throws InterruptedException {
        EventFilter filter = start;
        messages.comment();
        while (true) {
            List<Event> next = events.feed().next(filter, KEEP_ALIVE);
            if (!isWelcome.getAsBoolean()) {
                return;
            }
            if (next.isEmpty()) {
                messages.comment();
            } else {
                messages.send(next);
                filter = filter.after(next.getLast().seq());
                Thread.sleep(BETWEEN_FRAMES);
            }
        }
    }

    private EventFilter filter(ServerRequest request) {
        ApiRequest asked = new ApiRequest(request);
        String seen =
                request.headers().first(HeaderNames.create("Last-Event-ID")).orElse("");
        long after = seen.matches("[0-9]{1,18}")
                ? Long.parseLong(seen)
                : asked.number("after", events.lastSeq(), 0, Long.MAX_VALUE);
        return EventFilter.all()
                .after(after)
                .inTree(asked.query("tree"))
                .ofType(asked.query("type"))
                .atMost(MOST_AT_ONCE);
    }
}
