package dev.writ.model.provider;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.provider.ProviderFault.Repeat;
import dev.writ.model.settings.Price;
import dev.writ.task.Message;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Turns a whole answer into a reply, or says what is wrong with it. */
final class ReplyReader {
    private final Endpoint endpoint;
    private final Price price;

    ReplyReader(Endpoint endpoint, Price price) {
        this.endpoint = endpoint;
        this.price = price;
    }

    /** @throws ProviderFault when the answer is cut off, withheld, empty, or calls in a way that cannot be read */
    ModelReply read(ModelRequest request, ChatResponse response) {
        AiMessage message = response.aiMessage();
        check(request, response.finishReason());
        String text = Objects.requireNonNullElse(message.text(), "");
        List<ToolExecutionRequest> wanted = message.toolExecutionRequests();
        List<Message.Call> calls = IntStream.range(0, wanted.size())
                .mapToObj(index -> call(wanted.get(index), index))
                .toList();
        if (text.isBlank() && calls.isEmpty()) {
            throw new ProviderFault(
                    Repeat.ONCE,
                    endpoint.name() + " answered nothing.",
                    "Try again, word the request otherwise, or choose another model.");
        }
        return new ModelReply(text, calls, usage(request, response.tokenUsage(), text, calls), endpoint.name());
    }

    private void check(ModelRequest request, FinishReason reason) {
        if (reason == FinishReason.LENGTH) {
            throw new ProviderFault(
                    Repeat.NEVER,
                    "The answer of " + endpoint.name() + " was cut off at the limit of " + request.maximumOutputTokens()
                            + " tokens.",
                    "Ask for less in one step, or choose a model that thinks less before it answers.");
        }
        if (reason == FinishReason.CONTENT_FILTER) {
            throw new ProviderFault(
                    Repeat.NEVER,
                    endpoint.name() + " withheld its answer (content filter).",
                    "Word the request otherwise, or choose another model.");
        }
    }

    private Message.Call call(ToolExecutionRequest wanted, int index) {
        String name = Objects.requireNonNullElse(wanted.name(), "");
        if (name.isBlank()) {
            throw unreadable("a function without a name");
        }
        String id = Objects.requireNonNullElse(wanted.id(), "");
        return new Message.Call(id.isBlank() ? "call_" + (index + 1) : id, name, arguments(wanted));
    }

    private ObjectNode arguments(ToolExecutionRequest wanted) {
        String arguments = Objects.requireNonNullElse(wanted.arguments(), "");
        if (arguments.isBlank()) {
            return Json.object();
        }
        try {
            return Json.parseObject(arguments);
        } catch (WritException e) {
            throw unreadable(endpoint.quote(wanted.name()) + " with arguments that are no JSON object");
        }
    }

    private ProviderFault unreadable(String what) {
        return new ProviderFault(
                Repeat.ONCE,
                endpoint.name() + " called " + what + ".",
                "Try again, or choose a model that is better at calling tools.");
    }

    private ModelReply.Usage usage(ModelRequest request, TokenUsage reported, String text, List<Message.Call> calls) {
        long input = reported == null ? 0 : Objects.requireNonNullElse(reported.inputTokenCount(), 0);
        long output = reported == null ? 0 : Objects.requireNonNullElse(reported.outputTokenCount(), 0);
        if (input <= 0) {
            input = TokenEstimate.input(request);
        }
        if (output <= 0) {
            output = TokenEstimate.of(new Message.Reply(text, calls));
        }
        return new ModelReply.Usage(input, output, price.costMicros(input, output));
    }
}
