package dev.writ.model.provider;

import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelRequest;
import dev.writ.model.settings.ApiKey;
import dev.writ.model.settings.Price;
import dev.writ.model.settings.ProviderSettings;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes the models of one provider, each in the wire format it speaks. */
final class ProviderModels {
    private final ProviderSettings settings;
    private final HttpClient client;
    private final InstantSource clock;

    ProviderModels(ProviderSettings settings, HttpClient client, InstantSource clock) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    ChatModel model(String name, Price price) {
        Endpoint endpoint = Endpoint.of(settings, name);
        ReplyReader reader = new ReplyReader(endpoint, price);
        return switch (settings.provider()) {
            case ANTHROPIC -> new LangChainModel(endpoint, anthropic(endpoint), ProviderModels::withMaxTokens, reader);
            case OPENAI ->
                new LangChainModel(
                        endpoint,
                        openAi(endpoint, UnaryOperator.identity()),
                        openAiParameters(OpenAiChatRequestParameters.Builder::maxCompletionTokens),
                        reader);
            case GEMINI ->
                new LangChainModel(
                        endpoint,
                        openAi(endpoint, GeminiSignatures::add),
                        openAiParameters(OpenAiChatRequestParameters.Builder::maxOutputTokens),
                        reader);
            // OpenAI itself knows only max_completion_tokens by now, the others for the most part only max_tokens.
            case OPENROUTER, OLLAMA, OPENAI_COMPATIBLE ->
                new LangChainModel(
                        endpoint,
                        openAi(endpoint, UnaryOperator.identity()),
                        openAiParameters(OpenAiChatRequestParameters.Builder::maxOutputTokens),
                        reader);
        };
    }

    private StreamingChatModel anthropic(Endpoint endpoint) {
        return AnthropicStreamingChatModel.builder()
                .httpClientBuilder(transport(endpoint, UnaryOperator.identity()))
                .baseUrl(endpoint.baseUrl().toString())
                .apiKey(endpoint.key().map(ApiKey::reveal).orElseThrow())
                .modelName(endpoint.model())
                .build();
    }

    private StreamingChatModel openAi(Endpoint endpoint, UnaryOperator<String> requestEdit) {
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(transport(endpoint, requestEdit))
                .baseUrl(endpoint.baseUrl().toString())
                .modelName(endpoint.model())
                // Some servers repeat a call's id with every fragment of it.
                .accumulateToolCallId(false);
        endpoint.key().ifPresent(key -> builder.apiKey(key.reveal()));
        if (!settings.reasoningEffort().isEmpty()) {
            builder.reasoningEffort(settings.reasoningEffort());
        }
        return builder.build();
    }

    private TransportBuilder transport(Endpoint endpoint, UnaryOperator<String> requestEdit) {
        return new TransportBuilder(
                new ProviderTransport(
                        client, endpoint, settings.patience().silence(), requestEdit, new RefusedCall(endpoint, clock)),
                settings.patience().silence());
    }

    private static ChatRequestParameters withMaxTokens(ModelRequest request) {
        return ChatRequestParameters.builder()
                .toolSpecifications(Tools.of(request.functions()))
                .maxOutputTokens(request.maximumOutputTokens())
                .build();
    }

    private interface OutputLimit {
        void set(OpenAiChatRequestParameters.Builder builder, Integer tokens);
    }

    private static Function<ModelRequest, ChatRequestParameters> openAiParameters(OutputLimit limit) {
        return request -> {
            OpenAiChatRequestParameters.Builder builder = OpenAiChatRequestParameters.builder();
            builder.toolSpecifications(Tools.of(request.functions()));
            limit.set(builder, request.maximumOutputTokens());
            return builder.build();
        };
    }
}
