package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.ClientCapabilities.Capability;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import tools.jackson.databind.node.ObjectNode;

/** The client did not declare what a request needs; the error says how it would have to. */
final class MissingCapability {
    private MissingCapability() {}

    static void require(ClientCapabilities client, Capability capability) {
        if (!client.has(capability)) {
            throw refusal(
                    "The client must be able to be asked for something and does not declare it.",
                    ClientCapabilities.declaring(capability));
        }
    }

    static void requireTasks(ClientCapabilities client) {
        if (!client.hasTasks()) {
            throw refusal(
                    "The request needs a client that declares the extension " + ClientCapabilities.TASKS + ".",
                    ClientCapabilities.declaringTasks());
        }
    }

    private static RpcException refusal(String message, ObjectNode required) {
        ObjectNode data = StrictJson.object();
        data.set("requiredCapabilities", required);
        return RpcException.badRequest(RpcError.MISSING_CLIENT_CAPABILITY, message, data);
    }
}
