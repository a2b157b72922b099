package dev.writ.recovery;

import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.tool.message.Outbox;
import java.time.InstantSource;

/**
 * What the recovery process works with.
 *
 * @param incidents the records
 * @param repairs what it can do
 * @param limits how far it goes
 */
public record Recovery(
        Incidents incidents,
        Repairs repairs,
        Limits limits,
        Outbox outbox,
        InstantSource clock,
        IncidentBook book,
        Plans plans,
        Lessons lessons) {
    /** Puts the parts together. */
    public static Recovery of(
            Incidents incidents,
            Repairs repairs,
            Limits limits,
            Outbox outbox,
            Definitions definitions,
            EventLog events,
            InstantSource clock) {
        return new Recovery(
                incidents,
                repairs,
                limits,
                outbox,
                clock,
                new IncidentBook(events, clock, limits),
                new Plans(repairs, limits),
                new Lessons(definitions));
    }
}
