package dev.writ.tool;

import dev.writ.permission.Access;
import java.time.Duration;
import java.util.List;

/** A call whose arguments are parsed, and that has not run. */
public interface PreparedCall {
    /** Everything the call would touch; the gateway allows it only if each lies inside the scope in force. */
    List<Access> accesses();

    /**
     * How long the call may rightly take where its arguments say so, for instance a command's own time-out; zero where they
     * do not. The gateway then gives it at least that, within its longest deadline.
     */
    default Duration timeNeeded() {
        return Duration.ZERO;
    }

    /**
     * Runs the call. Only the gateway can make an {@link AuthorizedCall}, so nothing runs unchecked.
     *
     * @throws dev.writ.WritException for failures the caller can act on
     * @throws Exception anything else is reported as {@code internal}, without its details
     */
    OperationResult run(AuthorizedCall call) throws Exception;

    /** A prepared call made of its two halves. */
    static PreparedCall of(List<Access> accesses, Body body) {
        return of(accesses, Duration.ZERO, body);
    }

    /** As {@link #of(List, Body)}, for a call whose arguments say how long it may take. */
    static PreparedCall of(List<Access> accesses, Duration timeNeeded, Body body) {
        List<Access> stated = List.copyOf(accesses);
        return new PreparedCall() {
            @Override
            public List<Access> accesses() {
                return stated;
            }

            @Override
            public Duration timeNeeded() {
                return timeNeeded;
            }

            @Override
            public OperationResult run(AuthorizedCall call) throws Exception {
                return body.run(call);
            }
        };
    }

    /** The running half of a prepared call. */
    @FunctionalInterface
    interface Body {
        OperationResult run(AuthorizedCall call) throws Exception;
    }
}
