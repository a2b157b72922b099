package dev.writ.mcp.client;

import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcException;

/** Turns what a server sends into messages. */
final class Inbound {
    /** Bytes of one message. */
    static final int LARGEST = 4 << 20;

    private Inbound() {}

    /** @throws ServerFailure for what is no message */
    static Message message(byte[] utf8) {
        try {
            return Message.read(utf8);
        } catch (RpcException e) {
            throw ServerFailure.malformed(
                    "It sent what is no message of the protocol. " + e.error().message());
        }
    }
}
