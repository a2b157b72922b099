package dev.writ.model.provider;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;
import dev.writ.model.provider.ProviderFault.Repeat;
import java.util.function.Function;

/**
 * A provider's model through LangChain4j, asked once. What goes wrong comes as {@code model_failed} with the {@link
 * ProviderFault} as its cause. Safe for use by many threads.
 */
final class LangChainModel implements ChatModel {
    private final Endpoint endpoint;
    private final StreamingChatModel model;
    private final Function<ModelRequest, ChatRequestParameters> parameters;
    private final ReplyReader reader;

    /**
     * @param model asks through a {@link ProviderTransport}, so on the calling thread
     * @param parameters tools and limits as this provider wants them
     */
    LangChainModel(
            Endpoint endpoint,
            StreamingChatModel model,
            Function<ModelRequest, ChatRequestParameters> parameters,
            ReplyReader reader) {
        this.endpoint = endpoint;
        this.model = model;
        this.parameters = parameters;
        this.reader = reader;
    }

    @Override
    public String name() {
        return endpoint.name();
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        try {
            return reader.read(request, ask(request, tokens));
        } catch (ProviderFault fault) {
            throw fault.asException();
        }
    }

    private ChatResponse ask(ModelRequest request, TokenListener tokens) {
        ReplyCollector collector = new ReplyCollector(tokens);
        ChatRequest chatRequest = ChatRequest.builder()
                .messages(ChatMessages.of(request.messages()))
                .parameters(parameters.apply(request))
                .build();
        try {
            model.chat(chatRequest, collector);
        } catch (ProviderFault | WritException e) {
            throw e;
        } catch (RuntimeException e) {
            // LangChain4j throws whatever its JSON reader throws.
            throw nonsense(e);
        }
        return collector.response().orElseThrow(() -> nonsense(collector.error()));
    }

    private ProviderFault nonsense(Throwable cause) {
        ProviderFault fault = new ProviderFault(
                Repeat.ONCE,
                endpoint.name() + " answered something that cannot be read.",
                "Check the base URL " + endpoint.baseUrl() + ", try again, or choose another model.");
        fault.addSuppressed(cause);
        return fault;
    }
}
