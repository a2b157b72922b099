package dev.writ.task;

import dev.writ.Json;
import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was said on each task, in order. Safe for use by many threads. */
public final class Conversation {
    private final Database database;
    private final InstantSource clock;

    public Conversation(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A message with the time it was added, and where it came from. */
    public record Entry(int position, Instant at, Message message, Label label) {}

    /**
     * Puts the messages with which a conversation begins before whatever was said already.
     *
     * @param background the label of what the opening adds to the request
     */
    public void begin(Transaction transaction, String task, List<Message> opening, Label background) {
        List<Entry> said = entries(transaction.handle(), task);
        transaction
                .handle()
                .createUpdate("DELETE FROM messages WHERE task = :task")
                .bind("task", task)
                .execute();
        for (Message message : opening) {
            append(
                    transaction,
                    task,
                    message,
                    message instanceof Message.Instruction ? background : usual(transaction.handle(), task, message));
        }
        said.forEach(entry -> append(transaction, task, entry.message(), entry.label()));
    }

    /** Adds what the user said, or what the task's own agent or its parent says, who know no more than the task. */
    public void append(Transaction transaction, String task, Message message) {
        append(transaction, task, message, usual(transaction.handle(), task, message));
    }

    private static Label usual(Handle handle, String task, Message message) {
        boolean byUser =
                message instanceof Message.Request request && request.from().equals("user");
        return byUser ? Label.CLEAN : TaskLabels.of(handle, task).label();
    }

    /** Adds what came from elsewhere; from now on the task has read it. */
    public void append(Transaction transaction, String task, Message message, Label label) {
        TaskLabels.raise(transaction, task, label, clock.millis());
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO messages (task, position, role, content, created_at, integrity, confidentiality)
                        SELECT :task, COALESCE(MAX(position), 0) + 1, :role, :content, :now, :integrity, :confidentiality
                        FROM messages WHERE task = :task
                        """)
                .bind("task", task)
                .bind("role", role(message))
                .bind("content", Json.write(write(message)))
                .bind("now", clock.millis())
                .bind("integrity", label.integrity().id())
                .bind("confidentiality", label.confidentiality().id())
                .execute();
    }

    public List<Message> read(String task) {
        return database.read(handle -> entries(handle, task)).stream()
                .map(Entry::message)
                .toList();
    }

    public List<Entry> entries(String task) {
        return database.read(handle -> entries(handle, task));
    }

    /** As {@link #entries(String)}, as seen by an open transaction. */
    public static List<Entry> entries(Handle handle, String task) {
        return handle.createQuery("SELECT * FROM messages WHERE task = :task ORDER BY position")
                .bind("task", task)
                .map((row, context) -> new Entry(
                        row.getInt("position"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        read(row.getString("role"), Json.parseObject(row.getString("content"))),
                        Label.read(row.getString("integrity"), row.getString("confidentiality"))))
                .list();
    }

    public static String role(Message message) {
        return switch (message) {
            case Message.Instruction ignored -> "instruction";
            case Message.Request ignored -> "request";
            case Message.Reply ignored -> "reply";
            case Message.Result ignored -> "result";
        };
    }

    /** The message as JSON, without its role. */
    public static ObjectNode write(Message message) {
        ObjectNode json = Json.object();
        switch (message) {
            case Message.Instruction instruction -> json.put("text", instruction.text());
            case Message.Request request -> json.put("from", request.from()).put("text", request.text());
            case Message.Reply reply -> {
                json.put("text", reply.text());
                ArrayNode calls = json.putArray("calls");
                for (Message.Call call : reply.calls()) {
                    calls.addObject()
                            .put("id", call.id())
                            .put("function", call.function())
                            .set("arguments", call.arguments());
                }
            }
            case Message.Result result ->
                json.put("call", result.callId())
                        .put("function", result.function())
                        .put("status", result.status())
                        .put("text", result.text())
                        .set("data", result.data());
        }
        return json;
    }

    private static Message read(String role, ObjectNode json) {
        return switch (role) {
            case "instruction" -> new Message.Instruction(json.path("text").asString());
            case "request" ->
                new Message.Request(
                        json.path("from").asString(), json.path("text").asString());
            case "reply" -> new Message.Reply(json.path("text").asString(), readCalls(json.path("calls")));
            case "result" ->
                new Message.Result(
                        json.path("call").asString(),
                        json.path("function").asString(),
                        json.path("status").asString(),
                        json.path("text").asString(),
                        object(json.path("data")));
            default -> throw new IllegalStateException("unknown role " + role);
        };
    }

    private static List<Message.Call> readCalls(JsonNode calls) {
        List<Message.Call> read = new ArrayList<>();
        for (JsonNode call : calls) {
            read.add(new Message.Call(
                    call.path("id").asString(), call.path("function").asString(), object(call.path("arguments"))));
        }
        return read;
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : Json.object();
    }
}
