package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /events}: read the event log. */
final class EventRoutes implements Routes {
    private final ApiParts parts;

    EventRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/events", this::list).get("/events/{seq}", this::one);
    }

    private JsonNode list(ApiRequest request) {
        EventFilter filter = EventFilter.all()
                .after(request.number("after", 0, 0, Long.MAX_VALUE))
                .before(request.number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE))
                .ofType(request.query("type"))
                .about(request.query("kind"), request.query("entity"))
                .inTree(request.query("tree"))
                .ofTask(request.query("task"))
                .atMost(request.limit(200))
                .newestFirst(request.query("newest").equals("true"));
        Instant from = ApiPeriod.time(request, "from", filter.from());
        return EventJson.list(
                parts.events().find(filter.between(from, ApiPeriod.time(request, "until", filter.until()))));
    }

    private JsonNode one(ApiRequest request) {
        long seq = sequence(request.path("seq"));
        List<Event> found = parts.events().find(EventFilter.all().after(seq - 1).atMost(1));
        if (found.isEmpty() || found.getFirst().seq() != seq) {
            throw new WritException(
                    FailureCode.NOT_FOUND, "There is no event " + seq + ".", "List them with `writ events ls`.");
        }
        return EventJson.of(found.getFirst());
    }

    private static long sequence(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "'" + text + "' is not the number of an event.", "Use its seq.");
        }
    }
}
