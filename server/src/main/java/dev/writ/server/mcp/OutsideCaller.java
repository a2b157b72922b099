package dev.writ.server.mcp;

import dev.writ.mcp.server.Caller;
import dev.writ.outside.AccessToken;

/**
 * Who speaks through an access token: an agent on a task. What a token is bound to never changes.
 *
 * @param mayApprove whether the person at its side may approve what it asks for
 */
record OutsideCaller(String token, String task, boolean mayApprove) {
    private static final String SEPARATOR = " ";
    private static final String APPROVER = "approver";

    static OutsideCaller of(AccessToken token) {
        return new OutsideCaller(token.id(), token.task(), token.mayApprove());
    }

    /** The same again from the form in which the protocol's engine carries it. */
    static OutsideCaller of(Caller caller) {
        String[] parts = caller.principal().split(SEPARATOR);
        return new OutsideCaller(parts[0], parts[1], parts[2].equals(APPROVER));
    }

    /** Ids hold no blank. */
    Caller asCaller() {
        return new Caller(String.join(SEPARATOR, token, task, mayApprove ? APPROVER : "agent"));
    }
}
