package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.event.EventLog;
import dev.writ.recovery.health.Sign;
import dev.writ.recovery.health.Subject;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What the recovery process writes down as it goes, and what it waits for. */
final class IncidentBook {
    private final EventLog events;
    private final InstantSource clock;
    private final Limits limits;

    IncidentBook(EventLog events, InstantSource clock, Limits limits) {
        this.events = events;
        this.clock = clock;
        this.limits = limits;
    }

    /** How an attempt ended. */
    enum Verdict {
        OVER,
        AGAIN,
        /** A person closed the incident meanwhile. */
        CLOSED
    }

    void diagnosed(
            Transaction transaction, Incident incident, String cause, boolean known, String recordedWay, String text) {
        transaction.execute(
                "UPDATE incidents SET cause = ?, known = ?, recorded_way = ? WHERE id = ?",
                cause,
                known ? 1 : 0,
                recordedWay,
                incident.id());
        step(transaction, incident, "diagnosed", "", "", text);
    }

    void note(Transaction transaction, Incident incident, Way way, String text) {
        step(transaction, incident, "skipped", way.id(), "", text);
    }

    /** Whether nothing is being done to the subject, and the last thing was done long enough ago. */
    boolean isFree(Handle handle, Subject subject) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM incident_actions
                        WHERE kind = :kind AND entity = :entity AND (finished_at = 0 OR finished_at > :since)
                        """)
                        .bind("kind", subject.kind())
                        .bind("entity", subject.name())
                        .bind("since", clock.instant().minus(limits.coolDown()).toEpochMilli())
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    static boolean hasEnded(Handle handle, String incident) {
        return Incidents.require(handle, incident).endedAt().isPresent();
    }

    /** Records that the action begins. The subject must be free. */
    void begin(Transaction transaction, Incident incident, int attempt, Action action) {
        transaction.execute(
                "UPDATE incidents SET state = 'acting', attempts = attempts + 1 WHERE id = ?", incident.id());
        transaction.execute(
                """
                INSERT INTO incident_actions (incident, attempt, way, kind, entity, action, started_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                incident.id(),
                attempt,
                action.way().id(),
                incident.subject().kind(),
                incident.subject().name(),
                Json.write(action.toJson()),
                clock.millis());
        step(transaction, incident, "acting", action.way().id(), "", "Recovery " + action.text() + ".");
        events.append(
                transaction,
                Incidents.event("incident.acting", incident)
                        .with("way", action.way().id())
                        .with("action", action.toJson()));
    }

    /** Records what came of it; where it was done, the watch begins. */
    void finish(Transaction transaction, Incident incident, int attempt, Action action, Repairs.Done done) {
        Instant now = clock.instant();
        transaction.execute(
                "UPDATE incident_actions SET finished_at = ? WHERE incident = ? AND attempt = ?",
                now.toEpochMilli(),
                incident.id(),
                attempt);
        Instant until = now.plus(done.retried().isEmpty() ? limits.quiet() : limits.longestWatch());
        transaction.execute(
                "UPDATE incidents SET state = ?, acted_at = ?, watch_until = ?, retried = ? WHERE id = ? AND ended_at = 0",
                done.done() ? IncidentState.WATCHING.id() : IncidentState.OPEN.id(),
                now.toEpochMilli(),
                until.toEpochMilli(),
                done.retried(),
                incident.id());
        step(transaction, incident, "acted", action.way().id(), done.done() ? "done" : "not_possible", done.text());
        events.append(
                transaction,
                Incidents.event("incident.acted", incident)
                        .with("way", action.way().id())
                        .with("done", done.done() ? "yes" : "no")
                        .with("text", done.text()));
    }

    /** Whether it can be said now how the last action ended. */
    boolean isDecided(Handle handle, String id) {
        Incident incident = Incidents.require(handle, id);
        return incident.endedAt().isPresent()
                || incident.lastSeenAt().isAfter(incident.actedAt())
                || !clock.instant().isBefore(incident.watchUntil())
                || hasRetryEnded(handle, incident);
    }

    private static boolean hasRetryEnded(Handle handle, Incident incident) {
        return List.of("completed", "failed", "cancelled").contains(state(handle, incident.retried()));
    }

    private static String state(Handle handle, String task) {
        return handle.createQuery("SELECT state FROM tasks WHERE id = :id")
                .bind("id", task)
                .mapTo(String.class)
                .findOne()
                .orElse("");
    }

    Verdict verdict(Transaction transaction, String id, Way way) {
        Incident incident = Incidents.require(transaction.handle(), id);
        if (incident.endedAt().isPresent()) {
            return Verdict.CLOSED;
        }
        boolean over = !incident.lastSeenAt().isAfter(incident.actedAt())
                && (incident.retried().isEmpty()
                        ? isQuiet(transaction.handle(), incident)
                        : state(transaction.handle(), incident.retried()).equals("completed"));
        if (!over) {
            transaction.execute("UPDATE incidents SET state = 'open' WHERE id = ?", id);
        }
        String text = over
                ? incident.retried().isEmpty()
                        ? "Nothing has shown for " + limits.quiet().toMinutes() + " minutes."
                        : "The request that was handed in again completed."
                : "The trouble is still there.";
        step(transaction, incident, "verified", way.id(), over ? "over" : "again", text);
        events.append(
                transaction,
                Incidents.event("incident.verified", incident)
                        .with("way", way.id())
                        .with("verdict", over ? "over" : "again"));
        return over ? Verdict.OVER : Verdict.AGAIN;
    }

    /** A task that is stuck makes no new sightings, so it must have moved. */
    private static boolean isQuiet(Handle handle, Incident incident) {
        return incident.sign() != Sign.TASK_STUCK
                || handle.createQuery("SELECT updated_at FROM tasks WHERE id = :id")
                                .bind("id", incident.subject().name())
                                .mapTo(Long.class)
                                .findOne()
                                .orElse(0L)
                        > incident.actedAt().toEpochMilli();
    }

    void asked(Transaction transaction, Incident incident, String message) {
        transaction.execute("UPDATE incidents SET state = 'waiting_for_person' WHERE id = ?", incident.id());
        step(transaction, incident, "asked", Way.ASK_PERSON.id(), "", "A person was asked: message " + message + ".");
        events.append(transaction, Incidents.event("incident.asked", incident).with("message", message));
    }

    void answered(Transaction transaction, Incident incident, String answer) {
        transaction.execute("UPDATE incidents SET state = 'open' WHERE id = ? AND ended_at = 0", incident.id());
        step(transaction, incident, "answered", Way.ASK_PERSON.id(), "", "The person answered: " + answer);
    }

    void documented(Transaction transaction, Incident incident, String document, int version) {
        transaction.execute("UPDATE incidents SET document = ? WHERE id = ?", document, incident.id());
        step(
                transaction,
                incident,
                "documented",
                "",
                "",
                "Written down in document " + document + ", version " + version + ".");
    }

    private void step(
            Transaction transaction, Incident incident, String kind, String action, String outcome, String text) {
        IncidentTable.addStep(transaction, incident.id(), clock.millis(), kind, action, outcome, text);
    }

    /** Tasks of incidents whose wait may be over. */
    List<String> due(Handle handle) {
        return handle.createQuery("""
                        SELECT i.task FROM incidents i JOIN tasks t ON t.id = i.task
                        WHERE i.ended_at = 0 AND t.state = 'waiting_on_dependencies'
                          AND (i.state = 'open'
                               OR (i.state = 'watching'
                                   AND (i.watch_until <= :now OR i.last_seen_at > i.acted_at
                                        OR EXISTS (SELECT 1 FROM tasks r WHERE r.id = i.retried
                                                   AND r.state IN ('completed', 'failed', 'cancelled')))))
                        """)
                .bind("now", clock.millis())
                .mapTo(String.class)
                .list();
    }

    /** Incidents whose process has ended without ending them: it was cancelled, or failed. */
    static List<Incident> abandoned(Handle handle) {
        return handle.createQuery("""
                        SELECT i.id FROM incidents i JOIN tasks t ON t.id = i.task
                        WHERE i.ended_at = 0 AND t.state IN ('completed', 'failed', 'cancelled')
                        """).mapTo(String.class).list().stream()
                .map(id -> Incidents.require(handle, id))
                .toList();
    }
}
