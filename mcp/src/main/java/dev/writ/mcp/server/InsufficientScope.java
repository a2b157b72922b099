package dev.writ.mcp.server;

import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import java.util.Optional;

/** A call outside of what the caller was granted: over HTTP the step-up challenge, {@code 403} with the scope to ask for. */
public final class InsufficientScope extends RpcException {
    private static final int FORBIDDEN = 403;

    private final transient Access.Verdict.Denied denied;

    public InsufficientScope(Access.Verdict.Denied denied) {
        super(new RpcError(RpcError.INVALID_REQUEST, denied.message(), Optional.of(denied.receipt())), FORBIDDEN);
        this.denied = denied;
    }

    public Access.Verdict.Denied denied() {
        return denied;
    }
}
