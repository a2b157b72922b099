package dev.writ.model;

import dev.writ.StorableText;
import dev.writ.task.Message;
import java.util.List;

/**
 * One turn's answer, in texts that any database can keep.
 *
 * @param text may be empty when there are calls
 * @param model name of the model that answered
 */
public record ModelReply(String text, List<Message.Call> calls, Usage usage, String model) {
    public ModelReply {
        text = StorableText.of(text);
        calls = calls.stream().map(ModelReply::storable).toList();
    }

    /** But for its arguments: with those, the gateway refuses the call, and the model is told why. */
    private static Message.Call storable(Message.Call call) {
        return new Message.Call(StorableText.of(call.id()), StorableText.of(call.function()), call.arguments());
    }

    /**
     * @param inputTokens as reported by the provider, else estimated
     * @param costMicros price in millionths of a US dollar; 0 where the price is unknown or nothing is paid
     */
    public record Usage(long inputTokens, long outputTokens, long costMicros) {
        public static final Usage NONE = new Usage(0, 0, 0);
    }
}
