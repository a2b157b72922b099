package dev.writ.tool.message;

import dev.writ.tool.CallContext;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message to be sent.
 *
 * @param call id of the call that sends it, so that the same call again sends nothing more; empty for messages of the
 *     engine
 * @param answerUntil for questions that wait: when to give up
 */
public record NewMessage(
        String call,
        String task,
        String tree,
        String agent,
        MessageType type,
        ObjectNode content,
        Optional<Instant> answerUntil) {

    static NewMessage of(CallContext context, MessageType type, ObjectNode content) {
        return new NewMessage(
                context.callId(), context.task(), context.tree(), context.agent(), type, content, Optional.empty());
    }

    NewMessage answeredUntil(Instant time) {
        return new NewMessage(call, task, tree, agent, type, content, Optional.of(time));
    }
}
