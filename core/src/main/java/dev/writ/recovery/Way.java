package dev.writ.recovery;

import dev.writ.recovery.health.Sign;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done about an incident. Each way stays within what recovery may do; none widens a power or destroys. */
public enum Way {
    /** Wakes an open request, or hands an ended one in again. */
    RETRY,
    /** Moves the pointer of a definition to the version before. */
    ROLL_BACK,
    /** Starts a third party's server again. */
    RESTART_SERVER,
    /** Ends a request's grants of one tool. */
    REVOKE_TOOL,
    /** Rolls back, and marks the version so that nobody activates it unknowingly. */
    QUARANTINE,
    /** Tells a person what was tried, and what only they can do. */
    ASK_PERSON;

    /** The table: what is tried for a sign, in this order. */
    static List<Way> waysFor(Sign sign) {
        return switch (sign) {
            case SERVER_DOWN -> List.of(RESTART_SERVER, ASK_PERSON);
            case MODEL_FAILING -> List.of(RETRY, ASK_PERSON);
            case TASKS_FAILING -> List.of(RETRY, ROLL_BACK, ASK_PERSON);
            case CALLS_FAILING -> List.of(REVOKE_TOOL, ASK_PERSON);
            case TASK_STUCK -> List.of(RETRY, ASK_PERSON);
            case VERSION_WORSE -> List.of(ROLL_BACK, QUARANTINE, ASK_PERSON);
            case STORE_FULL -> List.of(ASK_PERSON);
        };
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is none. */
    static Optional<Way> parse(String id) {
        for (Way way : values()) {
            if (way.id().equals(id)) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }
}
