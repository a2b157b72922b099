package dev.writ.improvement.gate;

import java.util.Locale;

/** How a change is tried, cheapest first. */
public enum Stage {
    /** Schema, bounds and policy; nothing runs. */
    VALIDATION,
    /** Recorded tasks, run again under both versions, in pairs. */
    REPLAY,
    /** Real tasks: beside the incumbent's work the candidate's is computed, and has no effect. */
    SHADOW,
    /** A part of the real tasks works with the candidate. */
    CANARY,
    /** The candidate is active, and watched for a while. */
    FULL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Stage parse(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
