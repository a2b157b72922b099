package dev.writ.mcp.server;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one place that is asked who may see and use what, for every request anew, the same for listing and for using.
 * Whatever it throws is a no.
 */
public interface Access {
    /** Everybody may see and use everything, and lists stay true for five minutes. */
    Access OPEN = new Access() {
        @Override
        public boolean maySee(Caller caller, Feature feature) {
            return true;
        }

        @Override
        public Verdict mayUse(Caller caller, Feature feature, ObjectNode arguments) {
            return new Verdict.Allowed();
        }

        @Override
        public Optional<Duration> privateFor(Caller caller) {
            return Optional.empty();
        }
    };

    /** Whether the caller may know that there is such a thing. */
    boolean maySee(Caller caller, Feature feature);

    /** Whether the caller may use it in just this way; asked of what may be seen alone. */
    Verdict mayUse(Caller caller, Feature feature, ObjectNode arguments);

    /** How long what this caller sees stays as it is; empty where all callers see the same. */
    Optional<Duration> privateFor(Caller caller);

    /** The answer to {@link #mayUse}. */
    sealed interface Verdict {
        record Allowed() implements Verdict {}

        /**
         * @param scope what the caller would have to be granted, in the words of an OAuth scope
         * @param message for whoever reads the answer
         * @param receipt the same for a program
         */
        record Denied(String scope, String message, ObjectNode receipt) implements Verdict {}
    }
}
