package dev.writ.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.engine.Outlet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A client's ear: what the server says while a request is open, in order. */
public final class Heard implements Outlet {
    private final BlockingQueue<ObjectNode> waiting = new LinkedBlockingQueue<>();
    private final List<ObjectNode> all = new CopyOnWriteArrayList<>();

    @Override
    public void send(ObjectNode message) {
        all.add(message);
        waiting.add(message);
    }

    /** Waits for the next message. */
    public ObjectNode next() throws InterruptedException {
        ObjectNode message = waiting.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a message within ten seconds").isNotNull();
        return message;
    }

    /** Waits for the next message, which must be this notification, and gives its params. */
    public ObjectNode next(String method) throws InterruptedException {
        ObjectNode message = next();
        assertThat(message.path("method").asString("")).as(message.toString()).isEqualTo(method);
        return (ObjectNode) message.get("params");
    }

    /** All that was said so far. */
    public List<ObjectNode> all() {
        return List.copyOf(all);
    }
}
