package dev.writ.entity;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Versions of definitions that did harm: none becomes active again before a person has lifted the mark. */
public final class Quarantine {
    private final EventLog events;
    private final InstantSource clock;

    public Quarantine(EventLog events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Marks a version; nothing happens to one that is marked. */
    public void mark(Transaction transaction, Definition definition, int version, String incident, Change change) {
        int marked = transaction.execute("""
                INSERT INTO quarantined_versions (entity, version, incident, reason, since) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (entity, version) DO NOTHING
                """, definition.id(), version, incident, change.reason(), clock.millis());
        if (marked > 0) {
            events.append(
                    transaction,
                    change.event("entity.quarantined", definition.ref())
                            .with("name", definition.name())
                            .with("version", version)
                            .with("reason", change.reason()));
        }
    }

    /** Lifts the marks that an incident set; how many there were. */
    public int lift(Transaction transaction, String incident, String by) {
        int lifted = transaction.execute("DELETE FROM quarantined_versions WHERE incident = ?", incident);
        if (lifted > 0) {
            events.append(
                    transaction,
                    NewEvent.of("incident.quarantine_lifted", "incident", incident)
                            .by(by)
                            .with("versions", lifted));
        }
        return lifted;
    }

    /**
     * A mark that was not lifted.
     *
     * @param entity id of a definition
     * @param incident that set it
     */
    public record Mark(String entity, int version, String incident) {}

    /** All marks that were not lifted; there are few. */
    public static List<Mark> marks(Handle handle) {
        return handle.createQuery(
                        "SELECT entity, version, incident FROM quarantined_versions ORDER BY since, entity, version")
                .map((row, context) ->
                        new Mark(row.getString("entity"), row.getInt("version"), row.getString("incident")))
                .list();
    }

    /** Whether the version is marked. */
    public static boolean holds(Handle handle, String entity, int version) {
        return incident(handle, entity, version).isPresent();
    }

    static void check(Handle handle, Definition definition, int version) {
        incident(handle, definition.id(), version).ifPresent(incident -> {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Version " + version + " of '" + definition.name() + "' is in quarantine since the incident "
                            + incident + ".",
                    "See why with `writ incidents show " + incident
                            + "`, and lift it with `writ incidents close --lift-quarantine`.");
        });
    }

    private static Optional<String> incident(Handle handle, String entity, int version) {
        return handle.createQuery(
                        "SELECT incident FROM quarantined_versions WHERE entity = :entity AND version = :version")
                .bind("entity", entity)
                .bind("version", version)
                .mapTo(String.class)
                .findOne();
    }
}
