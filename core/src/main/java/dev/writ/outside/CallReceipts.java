package dev.writ.outside;

import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.tool.ToolUsage;
import dev.writ.tool.UsageRecords;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is on record of a call, for the agent that made it. Safe for use by many threads. */
public final class CallReceipts {
    private static final int MOST_EVENTS = 100;

    private final UsageRecords records;
    private final EventLog events;

    public CallReceipts(Database database, EventLog events) {
        this.records = new UsageRecords(database);
        this.events = events;
    }

    /** The name of a call of a task, as the record has it. */
    public static String name(String task, String callId) {
        return task + "." + callId;
    }

    /**
     * The record of a call of this task, with its events and their places in the log. Of another task's call nobody can tell
     * that there is one.
     *
     * @param name see {@link #name}
     */
    public Optional<ObjectNode> read(String task, String name) {
        return records.find(name).filter(usage -> usage.task().equals(task)).map(this::receipt);
    }

    private ObjectNode receipt(ToolUsage usage) {
        ObjectNode receipt = Json.object()
                .put("call", usage.call())
                .put("task", usage.task())
                .put("tree", usage.tree())
                .put("agent", usage.agent())
                .put("tool", usage.tool())
                .put("operation", usage.operation())
                .put("assignment", usage.assignment())
                .put("authority", usage.authority())
                .put("arguments_hash", usage.argumentsHash())
                .put("outcome", usage.outcome())
                .put("rule", usage.rule())
                .put("started_at", usage.startedAt().toString());
        usage.finishedAt().ifPresent(end -> receipt.put("finished_at", end.toString()));
        receipt.set("arguments", usage.arguments());
        receipt.set("layers", Json.array(usage.layers()));
        ArrayNode places = receipt.putArray("events");
        events.find(EventFilter.all().about("tool_call", usage.call()).atMost(MOST_EVENTS))
                .forEach(event -> places.add(place(event)));
        return receipt;
    }

    private static ObjectNode place(Event event) {
        return Json.object()
                .put("seq", event.seq())
                .put("id", event.id())
                .put("at", event.at().toString())
                .put("type", event.type())
                .put("actor", event.actor());
    }
}
