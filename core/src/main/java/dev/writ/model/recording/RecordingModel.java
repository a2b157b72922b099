package dev.writ.model.recording;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;

/**
 * A model whose answers, good and bad, are kept in a file. Of requests nothing but hashes is kept, of keys nothing at all.
 * Safe for use by many threads.
 */
public final class RecordingModel implements ChatModel {
    private final ChatModel model;
    private final RecordingFile file;

    public RecordingModel(ChatModel model, RecordingFile file) {
        this.model = model;
        this.file = file;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        ModelReply reply;
        try {
            reply = model.chat(request, tokens);
        } catch (WritException e) {
            // A cancelled call was no answer: the run that goes on asks again.
            if (e.failure().code() != FailureCode.CANCELLED) {
                file.add(Recorded.of(request, new Recorded.Answer.Failed(e.failure())));
            }
            throw e;
        }
        file.add(Recorded.of(request, new Recorded.Answer.Replied(reply)));
        return reply;
    }
}
