package dev.writ.improvement.request;

import dev.writ.Json;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.Source;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.List;

/** What was asked for in a period, the oldest first, each change once. Safe for use by many threads. */
public final class RequestedSource implements Source {
    static final String EVENT = "improvement.requested";

    private static final int MOST = 100;

    private final Database database;

    public RequestedSource(Database database) {
        this.database = database;
    }

    /** The event by which a proposal is kept. */
    static NewEvent event(Proposal proposal, String entityId) {
        return NewEvent.of(EVENT, proposal.kind().id(), entityId)
                .by(proposal.proposedBy())
                .withData(proposal.toJson());
    }

    @Override
    public List<Proposal> in(Period period) {
        return database.read(handle -> handle
                .createQuery("""
                        SELECT data FROM events
                        WHERE type = :type AND at >= :from AND at < :until
                          AND seq >= COALESCE((SELECT seq FROM events WHERE at >= :from ORDER BY at, seq LIMIT 1), 0)
                        ORDER BY seq LIMIT :most
                        """)
                .bind("type", EVENT)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", MOST)
                .mapTo(String.class)
                .list()
                .stream()
                .map(data -> Proposal.read(Json.parseObject(data)))
                .distinct()
                .toList());
    }
}
