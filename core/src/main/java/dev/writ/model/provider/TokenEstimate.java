package dev.writ.model.provider;

import dev.writ.Json;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;

/**
 * Tokens of a text nobody has counted, rather too many than too few: one for three bytes of UTF-8, where English prose has
 * more than four characters a token, and some for the frame of each message and function.
 */
public final class TokenEstimate {
    private static final int BYTES = 3;
    private static final int FRAME = 16;

    private TokenEstimate() {}

    static long input(ModelRequest request) {
        long messages = request.messages().stream().mapToLong(TokenEstimate::of).sum();
        long functions =
                request.functions().stream().mapToLong(TokenEstimate::of).sum();
        return FRAME + messages + functions;
    }

    /** Of what a model is told of a function. */
    public static long of(ModelRequest.Function function) {
        return FRAME + of(function.name()) + of(function.description()) + of(Json.write(function.parameters()));
    }

    /** Of one message. */
    public static long of(Message message) {
        return FRAME
                + switch (message) {
                    case Message.Instruction instruction -> of(instruction.text());
                    case Message.Request request -> of(request.from()) + of(request.text());
                    case Message.Reply reply ->
                        of(reply.text())
                                + reply.calls().stream()
                                        .mapToLong(
                                                call -> FRAME + of(call.function()) + of(Json.write(call.arguments())))
                                        .sum();
                    case Message.Result result -> of(result.text());
                };
    }

    /** Of bare text. */
    public static long of(String text) {
        long bytes = text.chars()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                .sum();
        return Math.ceilDiv(bytes, BYTES);
    }
}
