package dev.writ.mcp.client;

import dev.writ.mcp.rpc.RequestId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A channel to a server that does not know how the modern era begins. */
final class LegacyOnly implements Channel {
    private final Channel channel;
    private @Nullable Receiver receiver;

    LegacyOnly(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void open(Receiver receiver) {
        this.receiver = receiver;
        channel.open(receiver);
    }

    @Override
    public void request(RequestId id, String method, ObjectNode params, Map<String, String> headers) {
        if (method.equals("server/discover") && receiver != null) {
            receiver.failed(id, new ServerFailure(ServerFailure.Kind.REFUSED, "no such method"));
        } else {
            channel.request(id, method, params, headers);
        }
    }

    @Override
    public void send(ObjectNode message) {
        channel.send(message);
    }

    @Override
    public void cancel(RequestId id) {
        channel.cancel(id);
    }

    @Override
    public void begun(String revision) {
        channel.begun(revision);
    }

    @Override
    public void close() {
        channel.close();
    }
}
