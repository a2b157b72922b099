package dev.writ.tool.message;

import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationResult.WaitsFor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asking the user, and reading what was said so far. */
final class AskOperations {
    private static final int LONGEST_QUESTION = 4_000;
    private static final int LONGEST_OPTION = 200;
    private static final Duration PATIENCE_WITHOUT_TREE = Duration.ofHours(24);

    private final Database database;
    private final Outbox outbox;
    private final Inbox inbox;
    private final InstantSource clock;

    AskOperations(Database database, Outbox outbox, Inbox inbox, InstantSource clock) {
        this.database = database;
        this.outbox = outbox;
        this.inbox = inbox;
        this.clock = clock;
    }

    List<Operation> operations() {
        return List.of(
                MessageOperation.of("ask_user", Effect.IDEMPOTENT, """
                        Asks the user a question and waits for the answer, for days if need be. Ask only what you \
                        cannot find out yourself. Without an answer in time the call fails.""", """
                        {"type": "object", "additionalProperties": false, "required": ["question"], "properties": {
                          "question": {"type": "string", "minLength": 1, "maxLength": 4000,
                            "description": "one question in plain words, with what the user must know to answer"},
                          "options": {"type": "array", "minItems": 1, "maxItems": 20,
                            "items": {"type": "string", "minLength": 1, "maxLength": 200},
                            "description": "answers to choose from; the user may still answer freely"},
                          "timeout_seconds": {"type": "integer", "minimum": 1, "maximum": 2592000,
                            "description": "how long to wait; as long as the request allows for approvals when left out"}}}
                        """, """
                        {"type": "object", "required": ["message", "answer"], "properties": {
                          "message": {"type": "string"}, "answer": {"type": "string"}}}
                        """, this::ask),
                MessageOperation.of("list_messages", Effect.PURE, """
                        Lists the messages this request has sent to the user, newest first, with the user's \
                        answers.""", """
                        {"type": "object", "additionalProperties": false, "properties": {
                          "limit": {"type": "integer", "minimum": 1, "maximum": 200,
                            "description": "how many; 50 when left out"}}}
                        """, """
                        {"type": "object", "required": ["messages"], "properties": {"messages": {"type": "array",
                          "items": {"type": "object", "required": ["message", "type", "state", "text", "answer", "at"],
                            "properties": {
                              "message": {"type": "string"}, "agent": {"type": "string"}, "type": {"type": "string"},
                              "state": {"type": "string"}, "text": {"type": "string"}, "answer": {"type": "string"},
                              "at": {"type": "string"}}}}}}
                        """, this::list));
    }

    private Supplier<OperationResult> ask(ObjectNode arguments, CallContext context) {
        ObjectNode content = Json.object()
                .put(
                        "question",
                        CleanText.of(arguments.get("question").asString(), LONGEST_QUESTION)
                                .text());
        ArrayNode options = Json.array();
        for (JsonNode option : arguments.path("options")) {
            options.add(CleanText.line(option.asString(), LONGEST_OPTION).text());
        }
        if (!options.isEmpty()) {
            content.set("options", options);
        }
        long seconds = arguments.path("timeout_seconds").asLong(0);
        NewMessage question = NewMessage.of(context, MessageType.QUESTION, content);
        return () -> {
            String id = database.write(transaction -> {
                Duration patience = seconds > 0 ? Duration.ofSeconds(seconds) : patience(transaction, context.tree());
                return outbox.post(
                        transaction, question.answeredUntil(clock.instant().plus(patience)));
            });
            return OperationResult.waitingFor(new WaitsFor.Answer(id));
        };
    }

    /** As long as the user said approvals may take. */
    private static Duration patience(Transaction transaction, String tree) {
        return transaction
                .handle()
                .createQuery("SELECT approval_seconds FROM trees WHERE id = :tree")
                .bind("tree", tree)
                .mapTo(Long.class)
                .findOne()
                .map(Duration::ofSeconds)
                .orElse(PATIENCE_WITHOUT_TREE);
    }

    private Supplier<OperationResult> list(ObjectNode arguments, CallContext context) {
        int limit = arguments.path("limit").asInt(50);
        return () -> {
            ArrayNode messages = Json.array();
            StringBuilder text = new StringBuilder();
            for (UserMessage message :
                    inbox.list(InboxFilter.all().inTree(context.tree()).atMost(limit))) {
                messages.add(Json.object()
                        .put("message", message.id())
                        .put("agent", message.agent())
                        .put("type", message.type().id())
                        .put("state", message.state().id())
                        .put("text", message.text())
                        .put("answer", message.answer())
                        .put("at", message.createdAt().toString()));
                text.append("%s %s (%s): %s%n"
                        .formatted(
                                message.createdAt(),
                                message.type().id(),
                                message.state().id(),
                                message.text()));
                if (!message.answer().isEmpty()) {
                    text.append("  answer: ").append(message.answer()).append('\n');
                }
            }
            return new OperationResult(
                    Json.object().set("messages", messages), text.isEmpty() ? "No messages yet." : text.toString());
        };
    }
}
