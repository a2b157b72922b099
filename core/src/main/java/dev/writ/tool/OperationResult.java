package dev.writ.tool;

import dev.writ.Json;
import dev.writ.StorableText;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operation gives back.
 *
 * @param data fits the operation's output schema
 * @param text a rendering for people and models, complete enough to work with
 * @param waitsFor what must happen before the real result is known; the caller's task waits for it without a thread
 */
public record OperationResult(ObjectNode data, String text, Optional<WaitsFor> waitsFor) {
    public OperationResult(ObjectNode data, String text) {
        this(data, text, Optional.empty());
    }

    public static OperationResult waitingFor(WaitsFor waitsFor) {
        return new OperationResult(Json.object(), "", Optional.of(waitsFor));
    }

    /** As it can be kept in any database. */
    OperationResult storable() {
        return new OperationResult(StorableText.of(data), StorableText.of(text), waitsFor);
    }

    /** What a call that has no result yet waits for. */
    public sealed interface WaitsFor {
        /** The end of another task; its result becomes the call's result. */
        record TaskEnd(String task) implements WaitsFor {}

        /** A person's answer to the question with this message id. */
        record Answer(String question) implements WaitsFor {}
    }
}
