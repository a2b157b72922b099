package dev.writ.improvement;

import dev.writ.improvement.gate.Stage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A proposal on trial.
 *
 * @param entity id of the definition
 * @param incumbent and {@code candidate}: numbers of its versions
 * @param place 1 for the first experiment there ever was
 * @param reason why it stands where it stands, in one sentence
 * @param revision grows with every change of this row; whoever saw an older one changes nothing
 * @param endedAt empty while it is open
 */
public record Experiment(
        String id,
        String entity,
        int incumbent,
        int candidate,
        int place,
        Proposal proposal,
        Stage stage,
        State state,
        String reason,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> endedAt) {
    public enum State {
        /** For a person's word. */
        WAITING,
        RUNNING,
        PAUSED,
        PROMOTED,
        /** Never became active. */
        REJECTED,
        /** Was active or on trial, and did harm or was taken back by a person. */
        ROLLED_BACK;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isOpen() {
            return switch (this) {
                case WAITING, RUNNING, PAUSED -> true;
                case PROMOTED, REJECTED, ROLLED_BACK -> false;
            };
        }

        static State parse(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
