package dev.writ.mcp.rpc;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A request that ends in an error response. Over HTTP it may have a status of its own. */
public class RpcException extends RuntimeException {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final transient RpcError error;
    private final int httpStatus;

    protected RpcException(RpcError error, int httpStatus) {
        super(error.message(), null, false, false);
        this.error = error;
        this.httpStatus = httpStatus;
    }

    /** An error that was told before, as a response like any other. */
    public static RpcException of(RpcError error) {
        return new RpcException(error, OK);
    }

    /** An ordinary error: over HTTP a response like any other. */
    public static RpcException of(int code, String message) {
        return new RpcException(RpcError.of(code, message), OK);
    }

    /** As {@link #of(int, String)}, with details for a program. */
    public static RpcException of(int code, String message, JsonNode data) {
        return new RpcException(new RpcError(code, message, Optional.of(data)), OK);
    }

    /** A message that breaks the protocol: over HTTP {@code 400}. */
    public static RpcException badRequest(int code, String message) {
        return new RpcException(RpcError.of(code, message), BAD_REQUEST);
    }

    /** As {@link #badRequest(int, String)}, with details for a program. */
    public static RpcException badRequest(int code, String message, JsonNode data) {
        return new RpcException(new RpcError(code, message, Optional.of(data)), BAD_REQUEST);
    }

    /** A method the server does not have: over HTTP {@code 404}. */
    public static RpcException methodNotFound(String method) {
        return new RpcException(
                RpcError.of(RpcError.METHOD_NOT_FOUND, "There is no method '" + method + "' here."), NOT_FOUND);
    }

    /** Too much is asked for at present: over HTTP {@code 503}. */
    public static RpcException overloaded(String message) {
        return new RpcException(RpcError.of(RpcError.INTERNAL, message), UNAVAILABLE);
    }

    /** The same error, as a response like any other. */
    public RpcException ordinary() {
        return new RpcException(error, OK);
    }

    public static RpcException invalidParams(String message) {
        return of(RpcError.INVALID_PARAMS, message);
    }

    public RpcError error() {
        return error;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
