package dev.writ.store.transfer;

import java.util.Locale;

/** What a column holds. */
enum Kind {
    TEXT,
    WHOLE,
    FRACTION,
    BYTES,
    TRUTH,
    /** A moment, to the millisecond. */
    TIME;

    /** @param type as SQLite's migrations write it */
    static Kind of(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "text" -> TEXT;
            case "integer", "bigint" -> WHOLE;
            case "real", "double precision" -> FRACTION;
            case "blob" -> BYTES;
            case "boolean" -> TRUTH;
            case "timestamp" -> TIME;
            default -> throw new IllegalStateException("there is no column of type " + type + " in a migration");
        };
    }
}
