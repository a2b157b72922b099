package dev.writ.tool.message;

import java.util.Locale;

/** How a message stands. Only a question that waits is {@code ASKED}; the other states are final. */
public enum MessageState {
    SENT,
    ASKED,
    ANSWERED,
    EXPIRED;

    /** The state as stored and shown, for instance {@code asked}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MessageState stored(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
