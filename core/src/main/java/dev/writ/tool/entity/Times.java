package dev.writ.tool.entity;

import java.time.Instant;

/** Stored times as people read them. */
final class Times {
    private Times() {}

    /** ISO-8601 in UTC; empty for 0, which stands for a time that has not come. */
    static String text(long millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
    }
}
