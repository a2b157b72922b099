package dev.writ.tool;

import dev.writ.permission.Access;
import java.util.List;

/** A call whose arguments are parsed, and that has not run. */
public interface PreparedCall {
    /** Everything the call would touch; the gateway allows it only if each lies inside the scope in force. */
    List<Access> accesses();

    /**
     * Runs the call. Only the gateway can make an {@link AuthorizedCall}, so nothing runs unchecked.
     *
     * @throws dev.writ.WritException for failures the caller can act on
     * @throws Exception anything else is reported as {@code internal}, without its details
     */
    OperationResult run(AuthorizedCall call) throws Exception;

    /** A prepared call made of its two halves. */
    static PreparedCall of(List<Access> accesses, Body body) {
        List<Access> stated = List.copyOf(accesses);
        return new PreparedCall() {
            @Override
            public List<Access> accesses() {
                return stated;
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
