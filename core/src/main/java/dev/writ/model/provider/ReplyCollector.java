package dev.writ.model.provider;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.writ.model.TokenListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes up one streamed answer: passes the text on and keeps the end. For one thread. */
final class ReplyCollector implements StreamingChatResponseHandler {
    private final TokenListener tokens;
    private final List<ChatResponse> responses = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    ReplyCollector(TokenListener tokens) {
        this.tokens = tokens;
    }

    @Override
    public void onPartialResponse(String piece) {
        tokens.onText(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        responses.add(complete);
    }

    @Override
    public void onError(Throwable error) {
        errors.add(error);
    }

    /** The whole answer; empty if what came made none. */
    Optional<ChatResponse> response() {
        return errors.isEmpty() ? responses.stream().findFirst() : Optional.empty();
    }

    /** Why there is no answer. */
    Throwable error() {
        return errors.isEmpty() ? new IllegalStateException("the answer was never completed") : errors.getFirst();
    }
}
