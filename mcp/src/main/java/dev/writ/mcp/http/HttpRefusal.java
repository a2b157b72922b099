package dev.writ.mcp.http;

import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;

/** A request that is wrong before its message is looked at. */
final class HttpRefusal extends RpcException {
    HttpRefusal(int status, String message) {
        super(RpcError.of(RpcError.INVALID_REQUEST, message), status);
    }
}
