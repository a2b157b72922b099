package dev.writ.tool.message;

import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Telling the user something. */
final class SendOperations {
    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_LINE = 200;
    private static final String TYPE = """
            {"enum": ["info", "warning", "error", "question", "result"],
             "description": "what the message is for; info when left out"}""";
    private static final String SENT = """
            {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}
            """;

    private final Database database;
    private final Outbox outbox;

    SendOperations(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    List<Operation> operations() {
        return List.of(
                MessageOperation.of("send_message", Effect.IDEMPOTENT, """
                        Sends the user a message and goes on. For a question whose answer is needed use ask_user \
                        instead.""", """
                        {"type": "object", "additionalProperties": false, "required": ["text"], "properties": {
                          "text": {"type": "string", "minLength": 1, "maxLength": 20000,
                            "description": "the message in plain words"},
                          "type": %s}}
                        """.formatted(TYPE), SENT, this::message),
                MessageOperation.of(
                        "send_structured_message", Effect.IDEMPOTENT, """
                        Sends the user a message with a title and sections, for instance a report.""", """
                        {"type": "object", "additionalProperties": false, "required": ["title", "sections"],
                         "properties": {
                          "title": {"type": "string", "minLength": 1, "maxLength": 200, "description": "one line"},
                          "sections": {"type": "array", "minItems": 1, "maxItems": 30, "description": "in order",
                            "items": {"type": "object", "additionalProperties": false, "required": ["heading", "text"],
                              "properties": {
                                "heading": {"type": "string", "minLength": 1, "maxLength": 200},
                                "text": {"type": "string", "minLength": 1, "maxLength": 20000}}}},
                          "type": %s}}
                        """.formatted(TYPE), SENT, this::structured),
                MessageOperation.of("show_progress", Effect.IDEMPOTENT, """
                        Shows the user how far the work is. Use it sparingly, at real milestones.""", """
                        {"type": "object", "additionalProperties": false, "required": ["message", "percent"],
                         "properties": {
                          "message": {"type": "string", "minLength": 1, "maxLength": 200,
                            "description": "what is being done, one line"},
                          "percent": {"type": "integer", "minimum": 0, "maximum": 100, "description": "how far"}}}
                        """, SENT, this::progress));
    }

    private Supplier<OperationResult> message(ObjectNode arguments, CallContext context) {
        String text =
                CleanText.of(arguments.get("text").asString(), LONGEST_TEXT).text();
        return send(context, type(arguments), Json.object().put("text", text));
    }

    private Supplier<OperationResult> structured(ObjectNode arguments, CallContext context) {
        ArrayNode sections = Json.array();
        for (JsonNode section : arguments.get("sections")) {
            sections.add(Json.object()
                    .put("heading", line(section.get("heading")))
                    .put(
                            "text",
                            CleanText.of(section.get("text").asString(), LONGEST_TEXT)
                                    .text()));
        }
        ObjectNode content = Json.object().put("title", line(arguments.get("title")));
        content.set("sections", sections);
        return send(context, type(arguments), content);
    }

    private Supplier<OperationResult> progress(ObjectNode arguments, CallContext context) {
        ObjectNode content = Json.object()
                .put("message", line(arguments.get("message")))
                .put("percent", Math.clamp(arguments.get("percent").asInt(), 0, 100));
        return send(context, MessageType.PROGRESS, content);
    }

    private Supplier<OperationResult> send(CallContext context, MessageType type, ObjectNode content) {
        NewMessage message = NewMessage.of(context, type, content);
        return () -> {
            String id = database.write(transaction -> outbox.post(transaction, message));
            return new OperationResult(Json.object().put("message", id), "Sent to the user.");
        };
    }

    private static MessageType type(ObjectNode arguments) {
        return MessageType.parse(arguments.path("type").asString(MessageType.INFO.id()));
    }

    private static String line(JsonNode value) {
        return CleanText.line(value.asString(), LONGEST_LINE).text();
    }
}
