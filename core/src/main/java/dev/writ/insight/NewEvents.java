package dev.writ.insight;

import dev.writ.Json;
import java.util.List;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** How many events a counter has not counted yet, and up to where the log was read for it. */
record NewEvents(long count, long lastSeq) {
    /** Events about one entity are looked at one by one; more than these wait for the next time. */
    private static final int AT_ONCE = 5_000;

    private record Candidate(long seq, boolean counts) {}

    static NewEvents after(Handle handle, ReviewCounters.Standing standing) {
        long end = handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one();
        ReviewCounter counter = standing.counter();
        if (end <= standing.lastSeq() || counter.eventType().isEmpty()) {
            return new NewEvents(0, Math.max(end, standing.lastSeq()));
        }
        return counter.entity().isEmpty() ? ofType(handle, standing, end) : ofEntity(handle, standing, end);
    }

    private static NewEvents ofType(Handle handle, ReviewCounters.Standing standing, long end) {
        String type = standing.counter().eventType();
        long count = handle.createQuery("""
                        SELECT COUNT(*) FROM events
                        WHERE seq > :after AND seq <= :end AND (type = :type OR type LIKE :prefix)
                        """)
                .bind("after", standing.lastSeq())
                .bind("end", end)
                .bind("type", type)
                .bind("prefix", type + ".%")
                .mapTo(Long.class)
                .one();
        return new NewEvents(count, end);
    }

    private static NewEvents ofEntity(Handle handle, ReviewCounters.Standing standing, long end) {
        ReviewCounter counter = standing.counter();
        List<Candidate> candidates = handle.createQuery("""
                        SELECT seq, kind, entity, data FROM events
                        WHERE seq > :after AND seq <= :end AND (type = :type OR type LIKE :prefix)
                        ORDER BY seq LIMIT :limit
                        """)
                .bind("after", standing.lastSeq())
                .bind("end", end)
                .bind("type", counter.eventType())
                .bind("prefix", counter.eventType() + ".%")
                .bind("limit", AT_ONCE)
                .map((row, context) -> new Candidate(
                        row.getLong("seq"),
                        concerns(counter, row.getString("kind"), row.getString("entity"), row.getString("data"))))
                .list();
        long count = candidates.stream().filter(Candidate::counts).count();
        return new NewEvents(
                count, candidates.size() == AT_ONCE ? candidates.getLast().seq() : end);
    }

    private static boolean concerns(ReviewCounter counter, String kind, String entity, String data) {
        if (kind.equals(counter.kind()) && entity.equals(counter.entity())) {
            return true;
        }
        JsonNode named = Json.parse(data).path(counter.kind());
        return named.isString() && named.stringValue().equals(counter.entity());
    }
}
