package dev.writ.tool;

import java.util.Locale;

/** How a tool stands in {@code available_tools}. Only an active one is shown and can be called. */
public enum ToolStatus {
    ACTIVE,
    /** Its third-party definition is no longer the one that was accepted. */
    SUSPENDED,
    /** A person switched it off. */
    INACTIVE,
    /** No server offers it at present. */
    ABSENT;

    /** The status as it is stored, for instance {@code active}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ToolStatus parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
