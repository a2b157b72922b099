package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;

/** The client was asked for something and gave no answer that can be used. */
final class ClientSilent extends RpcException {
    ClientSilent(String message) {
        super(RpcError.of(RpcError.INVALID_REQUEST, message), 200);
    }
}
