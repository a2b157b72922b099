package dev.writ.mcp.client;

import dev.writ.mcp.rpc.RpcError;

/** A server did not do what it was asked for. What it said itself is in the message, shortened and as it stands. */
public final class ServerFailure extends RuntimeException {
    private static final int LONGEST = 1_000;

    private final Kind kind;

    /** What went wrong. */
    public enum Kind {
        /** The connection has ended. */
        CLOSED,
        /** There was no answer in time. */
        SILENT,
        /** It sent what is no message of the protocol, or not the answer that belongs there. */
        MALFORMED,
        /** It sent more than is taken. */
        TOO_LARGE,
        /** It answered with an error. */
        REFUSED,
        /** It speaks no revision that is spoken here. */
        UNSUPPORTED
    }

    public ServerFailure(Kind kind, String message) {
        super(message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message, null, false, false);
        this.kind = kind;
    }

    static ServerFailure refused(RpcError error) {
        return new ServerFailure(Kind.REFUSED, error.message() + " (" + error.code() + ")");
    }

    static ServerFailure malformed(String what) {
        return new ServerFailure(Kind.MALFORMED, what);
    }

    public Kind kind() {
        return kind;
    }
}
