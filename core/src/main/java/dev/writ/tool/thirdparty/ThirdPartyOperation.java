package dev.writ.tool.thirdparty;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A tool of a third party's server, called where the server runs. */
final class ThirdPartyOperation implements Operation {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final ThirdPartyTool tool;
    private final SupervisedServer server;
    private final CallTraces traces;
    private final InstantSource clock;

    ThirdPartyOperation(ThirdPartyTool tool, SupervisedServer server, CallTraces traces, InstantSource clock) {
        this.tool = tool;
        this.server = server;
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public OperationSpec spec() {
        return tool.operation();
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        ObjectNode sent = arguments.deepCopy();
        return PreparedCall.of(List.of(new Access.ArgumentAccess(sent)), call -> run(sent, call));
    }

    private OperationResult run(ObjectNode arguments, AuthorizedCall call) throws InterruptedException {
        return server.use(connection -> {
            // It may have started just now, and say something else than what was accepted.
            if (!connection.defines(tool.definition())) {
                throw new WritException(
                        FailureCode.UNAVAILABLE,
                        "The server of " + tool.spec().name()
                                + " defines it in another way by now, so it was not called.",
                        "Have a person look at it with `writ tools accept "
                                + tool.spec().name() + "`.");
            }
            connection.layers().forEach(call::reportLayer);
            Duration left = Duration.between(clock.instant(), call.deadline());
            return connection
                    .call(
                            tool.remoteName(),
                            arguments,
                            left.compareTo(SHORTEST) < 0 ? SHORTEST : left,
                            traces.of(call.context()))
                    .result(tool);
        });
    }
}
