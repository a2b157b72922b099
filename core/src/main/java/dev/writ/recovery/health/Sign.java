package dev.writ.recovery.health;

import java.util.Locale;

/** By what a trouble was recognised; decides what may be done about it. */
public enum Sign {
    /** A third party's server failed and is left alone. */
    SERVER_DOWN,
    /** A model provider fails. */
    MODEL_FAILING,
    /** Tasks of an agent fail, again and again in the same way. */
    TASKS_FAILING,
    /** Calls of one tool in one request fail, again and again in the same way. */
    CALLS_FAILING,
    /** A task should be worked on, and nothing has happened to it for long. */
    TASK_STUCK,
    /** An agent or a tool fails more often since its present version than before. */
    VERSION_WORSE,
    /** There is hardly any room left for the records. */
    STORE_FULL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is none */
    public static Sign parse(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
