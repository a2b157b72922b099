package dev.writ.model.provider;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.writ.Json;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation in the form providers demand: every reply's calls are followed at once by one result each, and no message
 * is empty.
 */
final class ChatMessages {
    private final Map<String, Message.Result> results = new LinkedHashMap<>();
    private final List<ChatMessage> messages = new ArrayList<>();

    private ChatMessages() {}

    static List<ChatMessage> of(List<Message> conversation) {
        ChatMessages chat = new ChatMessages();
        for (Message message : conversation) {
            if (message instanceof Message.Result result) {
                chat.results.put(result.callId(), result);
            }
        }
        conversation.forEach(chat::add);
        return List.copyOf(chat.messages);
    }

    private void add(Message message) {
        switch (message) {
            case Message.Instruction instruction -> messages.add(SystemMessage.from(filled(instruction.text())));
            case Message.Request request -> messages.add(UserMessage.from(filled(words(request))));
            case Message.Reply reply -> addReply(reply);
            case Message.Result ignored -> {
                // Stands behind its call already: words that came in between may not part the two.
            }
        }
    }

    /** What an agent or the system says must not pass for the user's own words. */
    private static String words(Message.Request request) {
        return request.from().equals("user") ? request.text() : "[from " + request.from() + "]\n" + request.text();
    }

    private void addReply(Message.Reply reply) {
        if (reply.calls().isEmpty()) {
            if (!reply.text().isBlank()) {
                messages.add(AiMessage.from(reply.text()));
            }
            return;
        }
        List<ToolExecutionRequest> calls =
                reply.calls().stream().map(ChatMessages::call).toList();
        messages.add(reply.text().isBlank() ? AiMessage.from(calls) : AiMessage.from(reply.text(), calls));
        reply.calls().forEach(this::addResult);
    }

    private static ToolExecutionRequest call(Message.Call call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.function())
                .arguments(Json.write(call.arguments()))
                .build();
    }

    private void addResult(Message.Call call) {
        Message.Result result = results.get(call.id());
        messages.add(ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(call.function())
                .text(result == null ? "(there is no result of this call)" : filled(result.text()))
                .isError(result == null || !result.status().equals("succeeded"))
                .build());
    }

    private static String filled(String text) {
        return text.isBlank() ? "(empty)" : text;
    }
}
