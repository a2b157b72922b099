package dev.writ.mcp.http;

import dev.writ.mcp.rpc.RpcException;

/** A request of the legacy era that belongs to no session of its caller. */
final class NoSession {
    private NoSession() {}

    /** A client that is told so begins a new one. */
    static RpcException unknown() {
        return new HttpRefusal(404, "There is no such session; begin a new one with initialize.");
    }

    static RpcException alreadyHeard() {
        return new HttpRefusal(409, "The session has a stream already, or has just ended.");
    }

    static RpcException missing() {
        return new HttpRefusal(
                400,
                "The request has neither a session (Mcp-Session-Id, after initialize) nor the metadata of revision"
                        + " 2026-07-28.");
    }
}
