package dev.writ.tool.message;

import dev.writ.IdSource;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Messages from agents to the person who made the request. Safe for use by many threads. */
public final class MessageUserServer implements ToolServer {
    static final String TOOL = "message_user";

    private final Outbox outbox;
    private final List<Operation> operations;

    public MessageUserServer(
            Database database, EventLog events, InstantSource clock, IdSource ids, MessageRoutes routes) {
        this.outbox = new Outbox(events, clock, ids, routes);
        Inbox inbox = new Inbox(database, events, clock);
        this.operations = Stream.of(
                        new SendOperations(database, outbox).operations(),
                        new AskOperations(database, outbox, inbox, clock).operations())
                .flatMap(List::stream)
                .toList();
    }

    /** Where the messages go; {@link WebhookDelivery} works on it. */
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public String name() {
        return TOOL;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                TOOL,
                "Tell the user something, show progress, or ask and wait for the answer.",
                SecurityLevel.MINIMAL,
                Duration.ofHours(24),
                List.of()));
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }
}
