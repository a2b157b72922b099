package dev.writ.mcp.client;

import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The way to one server and back. Safe for use by many threads. */
public interface Channel extends AutoCloseable {
    /** Takes what the server says. Called on threads of the channel; must return soon. */
    interface Receiver {
        void take(Message message);

        /** A request has no answer, for this reason; others go on. */
        void failed(RequestId request, ServerFailure why);

        /** Nothing more will come. */
        void ended(ServerFailure why);
    }

    /** Begins to hand on what the server says; once. */
    void open(Receiver receiver);

    /**
     * Sends a request without waiting for its answer.
     *
     * @param headers what an intermediary may read of it, by name; a channel without headers leaves them out
     */
    void request(RequestId id, String method, ObjectNode params, Map<String, String> headers);

    /** Sends a notification or an answer. */
    void send(ObjectNode message);

    /** Nobody waits for the answer to a request any more; the server is told. */
    void cancel(RequestId id);

    /** A session of the legacy era has begun. */
    void begun(String revision);

    /** Ends the connection; the server hears of it. */
    @Override
    void close();
}
