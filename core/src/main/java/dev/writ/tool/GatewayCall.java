package dev.writ.tool;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call as it arrives at the gateway.
 *
 * @param name function name ({@code file_edit__write_file}) or operation id ({@code file_edit.write_file})
 * @param deadline how long the operation may run; empty for the gateway's usual time, or the operation's own where that is
 *     longer
 * @param retry whether this is a call repeated after a crash: then a pure or idempotent operation that was started and not
 *     finished is run again
 */
public record GatewayCall(
        CallContext context, String name, ObjectNode arguments, Optional<Duration> deadline, boolean retry) {
    public GatewayCall(CallContext context, String name, ObjectNode arguments) {
        this(context, name, arguments, Optional.empty(), false);
    }

    /** This call with a limit of its own. */
    public GatewayCall within(Duration limit) {
        return new GatewayCall(context, name, arguments, Optional.of(limit), retry);
    }

    /** This call as a repetition after a crash. */
    public GatewayCall again() {
        return new GatewayCall(context, name, arguments, deadline, true);
    }
}
