package dev.writ.recovery;

import java.util.Locale;
import java.util.Optional;

/** How far an incident has come. */
public enum IncidentState {
    OPEN,
    /** An action is under way. */
    ACTING,
    /** Something was done, and it is watched whether the trouble shows again. */
    WATCHING,
    WAITING_FOR_PERSON,
    RESOLVED,
    /** Nothing helped, or nobody answered. */
    GIVEN_UP;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isEnded() {
        return switch (this) {
            case OPEN, ACTING, WATCHING, WAITING_FOR_PERSON -> false;
            case RESOLVED, GIVEN_UP -> true;
        };
    }

    /** Empty for a word that is none. */
    public static Optional<IncidentState> parse(String id) {
        for (IncidentState state : values()) {
            if (state.id().equals(id)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
