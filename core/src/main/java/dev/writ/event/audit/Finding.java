package dev.writ.event.audit;

import java.util.Locale;

/**
 * Something in the log that is not as it was written.
 *
 * @param seq number of the event it is about; 0 where it is about none
 * @param table and {@code row}: the row it is about; empty where it is about none
 * @param sentence what is wrong, for people
 */
public record Finding(Kind kind, long seq, String table, String row, String sentence) {
    /** What was done to it. */
    public enum Kind {
        CHANGED,
        REMOVED,
        INSERTED,
        MOVED,
        /** The end of the log is missing. */
        TRUNCATED,
        /** Signed words do not fit, or are not signed. */
        CHECKPOINT,
        /** The kept tree is not that of the events. */
        TREE,
        /** Data were taken out of an event without that being told. */
        REDACTED,
        /** The file cannot be read. */
        DAMAGED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding event(Kind kind, long seq, String sentence) {
        return new Finding(kind, seq, "events", Long.toString(seq), sentence);
    }

    static Finding row(Kind kind, long seq, String table, String row, String sentence) {
        return new Finding(kind, seq, table, row, sentence);
    }

    static Finding of(Kind kind, String sentence) {
        return new Finding(kind, 0, "", "", sentence);
    }
}
