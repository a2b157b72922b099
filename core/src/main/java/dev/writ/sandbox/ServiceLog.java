package dev.writ.sandbox;

import dev.writ.Redacted;

/**
 * What a service wrote to standard error: the beginning and the end of it, in bounded memory. Safe for use by many
 * threads.
 */
public final class ServiceLog {
    private final OutputCapture capture;

    ServiceLog(OutputCapture capture) {
        this.capture = capture;
    }

    /** The text until now, cleaned of control sequences, hidden characters and secrets of known forms. */
    public Redacted text() {
        return Box.readable(capture);
    }

    /** How many bytes from the middle were not kept. */
    public long leftOut() {
        return capture.leftOut();
    }
}
