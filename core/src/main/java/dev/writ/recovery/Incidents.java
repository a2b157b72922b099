package dev.writ.recovery;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.entity.Quarantine;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.recovery.health.Finding;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Incidents on record: how they open, how they are read, and how they end. Safe for use by many threads. */
public final class Incidents {
    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final Quarantine quarantine;
    private final Limits limits;

    /** Gives a new incident the task that recovers from it, in the same transaction; returns the task's id. */
    @FunctionalInterface
    interface Opened {
        String task(Transaction transaction, Incident incident);
    }

    public Incidents(
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            Quarantine quarantine,
            Limits limits) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.quarantine = quarantine;
        this.limits = limits;
    }

    /**
     * Takes a finding up: it opens an incident, shows that an open one goes on, or is no news.
     *
     * @return the incident that was opened
     */
    Optional<Incident> see(Finding finding, Opened opened) {
        if (database.read(handle -> news(handle, finding)) == News.NONE) {
            return Optional.empty();
        }
        return database.write(transaction -> switch (news(transaction.handle(), finding)) {
            case NONE -> Optional.empty();
            case AGAIN -> {
                again(transaction, finding);
                yield Optional.empty();
            }
            case OPENS -> Optional.of(open(transaction, finding, opened));
        });
    }

    private enum News {
        NONE,
        AGAIN,
        OPENS
    }

    /** What was seen before the last incident of its kind ended belongs to that one. */
    private static News news(Handle handle, Finding finding) {
        List<Incident> alike = IncidentTable.alike(handle, finding, Instant.EPOCH);
        if (alike.isEmpty()) {
            return finding.sightings().size() >= finding.least() ? News.OPENS : News.NONE;
        }
        Incident last = alike.getFirst();
        return last.endedAt()
                .map(ended -> finding.since(ended) >= finding.least() ? News.OPENS : News.NONE)
                .orElse(finding.lastAt().isAfter(last.lastSeenAt()) ? News.AGAIN : News.NONE);
    }

    private void again(Transaction transaction, Finding finding) {
        Incident open = IncidentTable.alike(transaction.handle(), finding, Instant.EPOCH)
                .getFirst();
        transaction.execute(
                "UPDATE incidents SET last_seen_at = ? WHERE id = ?",
                finding.lastAt().toEpochMilli(),
                open.id());
        IncidentTable.addStep(
                transaction, open.id(), clock.millis(), "seen", "", "", "The trouble shows again: " + finding.cause());
    }

    private Incident open(Transaction transaction, Finding finding, Opened opened) {
        int times = 1
                + IncidentTable.alike(
                                transaction.handle(), finding, clock.instant().minus(limits.flapWindow()))
                        .size();
        String id = ids.next("incident");
        IncidentTable.insert(transaction, id, finding, times, clock.millis());
        IncidentTable.addStep(transaction, id, clock.millis(), "opened", "", "", finding.cause());
        Incident incident = require(transaction.handle(), id);
        events.append(
                transaction,
                event("incident.opened", incident)
                        .with("cause", incident.cause())
                        .with("known", incident.known() ? "known" : "guessed")
                        .with("times", times));
        transaction.execute("UPDATE incidents SET task = ? WHERE id = ?", opened.task(transaction, incident), id);
        return require(transaction.handle(), id);
    }

    /** @throws WritException with {@code not_found} */
    public Incident get(String id) {
        return database.read(handle -> require(handle, id));
    }

    /**
     * Newest first.
     *
     * @param state one of them, {@code unended} for those that go on, or empty for all
     */
    public List<Incident> list(String state, int limit) {
        return database.read(handle -> IncidentTable.list(handle, state, limit));
    }

    /** Versions that incidents put aside and nobody has let in again, by the incident. */
    public Map<String, List<Quarantine.Mark>> quarantined() {
        return database.read(Quarantine::marks).stream().collect(Collectors.groupingBy(Quarantine.Mark::incident));
    }

    /** What happened in an incident, oldest first. */
    public List<Incident.Step> timeline(String id) {
        return database.read(
                handle -> IncidentTable.steps(handle, require(handle, id).id()));
    }

    /**
     * A person calls an incident over.
     *
     * @param liftQuarantine whether versions that it put into quarantine may become active again
     * @throws WritException with {@code not_found}, or {@code conflict} where it has ended and nothing is to be lifted
     */
    public Incident close(Transaction transaction, String id, String note, boolean liftQuarantine, String by) {
        Incident incident = require(transaction.handle(), id);
        int lifted = liftQuarantine ? quarantine.lift(transaction, id, by) : 0;
        if (incident.endedAt().isPresent()) {
            if (lifted == 0) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The incident " + id + " has ended: " + incident.resolution(),
                        "Nothing more is to be done about it.");
            }
            return incident;
        }
        end(transaction, incident, IncidentState.RESOLVED, note.isBlank() ? "Closed by a person." : note, by);
        return require(transaction.handle(), id);
    }

    /** Ends an incident; nothing happens to one that has ended. */
    void end(Transaction transaction, Incident incident, IncidentState state, String resolution, String by) {
        int ended = transaction.execute(
                "UPDATE incidents SET state = ?, resolution = ?, ended_at = ? WHERE id = ? AND ended_at = 0",
                state.id(),
                resolution,
                clock.millis(),
                incident.id());
        if (ended == 0) {
            return;
        }
        // Whatever was begun is over with it, or nothing could ever be done to the entity again.
        transaction.execute(
                "UPDATE incident_actions SET finished_at = ? WHERE incident = ? AND finished_at = 0",
                clock.millis(),
                incident.id());
        IncidentTable.addStep(transaction, incident.id(), clock.millis(), state.id(), "", "", resolution);
        events.append(
                transaction, event("incident." + state.id(), incident).by(by).with("resolution", resolution));
    }

    static Incident require(Handle handle, String id) {
        return IncidentTable.find(handle, id)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no incident '" + id + "'.",
                        "List them with `writ incidents ls`."));
    }

    static NewEvent event(String type, Incident incident) {
        return NewEvent.of(type, "incident", incident.id())
                .in(incident.task(), incident.task())
                .by("agent:recovery_agent")
                .with("sign", incident.sign().id())
                .with("subject", incident.subject().toString())
                .with("signature", incident.signature());
    }
}
