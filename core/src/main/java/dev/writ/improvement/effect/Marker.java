package dev.writ.improvement.effect;

import dev.writ.entity.EntityKind;
import java.time.Instant;
import java.util.Locale;

/**
 * A moment from which on tasks worked with another version of a definition; charts of times are read by it.
 *
 * @param name of the definition
 * @param version the one it is about
 * @param experiment its id; empty where somebody changed the definition without one
 * @param by the actor; empty where nobody is on record
 */
public record Marker(Instant at, Kind kind, EntityKind of, String name, int version, String experiment, String by) {
    public enum Kind {
        /** An experiment ended well. */
        KEPT,
        /** The candidate of an experiment is the active version, and watched. */
        ON_TRIAL,
        /** An experiment was rolled back. */
        TAKEN_BACK,
        /** Somebody wrote a version. */
        CHANGED,
        /** Somebody went back to a version. */
        ROLLED_BACK;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** For instance {@code v4 of terminal kept}. */
    public String sentence() {
        return switch (kind) {
            case KEPT -> "v" + version + " of " + name + " kept";
            case ON_TRIAL -> "v" + version + " of " + name + " active, on trial";
            case TAKEN_BACK -> "v" + version + " of " + name + " taken back";
            case CHANGED -> "v" + version + " of " + name + " active";
            case ROLLED_BACK -> name + " back at v" + version;
        };
    }
}
