package dev.writ.server.api;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * {@code /stream}: events as they happen, as server-sent events whose id is the event's number. A client that comes back
 * with {@code Last-Event-ID} misses nothing and sees nothing twice.
 */
final class LiveStream implements Routes {
    private static final Logger LOG = System.getLogger(LiveStream.class.getName());
    private static final int MOST_CLIENTS = 2_000;
    /** A client that does not read holds as many, which it alone may have asked for. */
    private static final int MOST_AT_ONCE = 100;

    private static final Duration LONGEST_READING = Duration.ofSeconds(20);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    /** What comes in between is sent together: thirty times a second is as fast as anybody sees. */
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(33);

    private final EventLog events;
    private final AtomicInteger following;
    private final StreamSeats seats = new StreamSeats(MOST_CLIENTS);
    private final ReadingTime time;

    /** @param following is kept at the number of clients */
    LiveStream(EventLog events, AtomicInteger following) {
        this(events, following, LONGEST_READING);
    }

    /** @param longest that a client may take to read what was written; then it is dropped */
    LiveStream(EventLog events, AtomicInteger following, Duration longest) {
        this.events = events;
        this.following = following;
        this.time = new ReadingTime(longest);
    }

    @Override
    public void addTo(Api api) {
        api.route(Method.GET, "/stream", this::stream);
    }

    private void stream(ServerRequest request, ServerResponse response) {
        EventFilter filter = filter(request);
        boolean named = !new ApiRequest(request).query("named").equals("false");
        Caller caller = Caller.of(request);
        seats.take(caller.actor());
        following.incrementAndGet();
        try (EventMessages messages = new EventMessages(response, named, time)) {
            follow(messages, filter, caller.isWelcome());
        } catch (TimeoutException e) {
            // The connection is closed; what the thread was interrupted for is done.
            Thread.interrupted();
            LOG.log(
                    Level.INFO,
                    "A live stream of " + caller.actor() + " was ended: its client had not read for "
                            + time.longest().toSeconds() + " seconds.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            // The client has gone; that is how every stream ends.
            return;
        } finally {
            following.decrementAndGet();
            seats.leave(caller.actor());
        }
    }

    private void follow(EventMessages messages, EventFilter start, BooleanSupplier isWelcome)
            throws InterruptedException, TimeoutException {
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
                if (next.size() < MOST_AT_ONCE) {
                    Thread.sleep(BETWEEN_FRAMES);
                }
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
