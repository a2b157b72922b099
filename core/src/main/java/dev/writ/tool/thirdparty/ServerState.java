package dev.writ.tool.thirdparty;

import java.util.Locale;

/** How a server stands. */
public enum ServerState {
    /** It does not run; the next call starts it. */
    STOPPED,
    STARTING,
    READY,
    /** It takes no more calls and ends with those under way. */
    DRAINING,
    /** It failed and is left alone for a while. */
    RESTING,
    /** A person stopped it; only a person starts it again. */
    HELD;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
