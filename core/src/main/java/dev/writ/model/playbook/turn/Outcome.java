package dev.writ.model.playbook.turn;

import tools.jackson.databind.node.ObjectNode;

/** How one call of a function ended. */
public sealed interface Outcome {
    record Succeeded(Data data) implements Outcome {}

    /** It ran or could not run, and gave no result. */
    record Failed(String code, String message, String hint) implements Outcome {
        /** What happened and what to do, as sentences. */
        public String sentence() {
            return hint.isBlank() ? message : message + " " + hint;
        }

        /** Whether nobody knows if it took effect: Writ was interrupted while it ran. */
        public boolean wasInterrupted() {
            return code.equals("outcome_unknown");
        }
    }

    /** @param smallestRequest what to ask for, as the receipt says; empty where no request can help */
    record Denied(String rule, String sentence, ObjectNode smallestRequest) implements Outcome {}

    /** The function was not among those offered when the call would have been made. */
    record NotOffered(String function) implements Outcome {}
}
