package dev.writ.server.telemetry;

import dev.writ.event.Event;

/** Takes the events one after the other, on one thread. */
@FunctionalInterface
interface EventSink {
    void take(Event event);
}
