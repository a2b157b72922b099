package dev.writ.model.playbook;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.TokenListener;
import dev.writ.model.playbook.role.Roles;
import dev.writ.model.playbook.turn.Conversation;
import dev.writ.model.playbook.turn.Turn;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The model that needs no key and no network: it recognises a limited set of requests by rules and works them off with
 * the offered functions. A pure function of the request. What it can't do it says, ending the task with {@code
 * model_cannot}. Safe for use by many threads.
 */
public final class PlaybookModel implements ChatModel {
    public static final String NAME = "playbook";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        if (Thread.currentThread().isInterrupted()) {
            throw new WritException(
                    FailureCode.CANCELLED,
                    "The model call was cancelled.",
                    "Start the task again if it is still wanted.");
        }
        Conversation conversation = Conversation.of(request);
        Turn.Reply reply = Turn.take(conversation, Roles.of(conversation.agent()));
        int made = madeSoFar(request.messages());
        List<Message.Call> calls = new ArrayList<>();
        for (Turn.Wanted wanted : reply.calls()) {
            calls.add(new Message.Call("call_" + (made + calls.size() + 1), wanted.function(), wanted.arguments()));
        }
        if (!reply.text().isEmpty()) {
            tokens.onText(reply.text());
        }
        return new ModelReply(reply.text(), calls, usage(request, reply), NAME);
    }

    private static int madeSoFar(List<Message> messages) {
        return messages.stream()
                .mapToInt(message ->
                        message instanceof Message.Reply reply ? reply.calls().size() : 0)
                .sum();
    }

    /** Estimated at four characters a token, so that budgets behave as with any other model. */
    private static ModelReply.Usage usage(ModelRequest request, Turn.Reply reply) {
        long in = request.messages().stream().mapToLong(PlaybookModel::length).sum();
        long out = reply.text().length()
                + reply.calls().stream()
                        .mapToLong(call -> call.arguments().toString().length())
                        .sum();
        return new ModelReply.Usage(in / 4, out / 4, 0);
    }

    private static long length(Message message) {
        return switch (message) {
            case Message.Instruction instruction -> instruction.text().length();
            case Message.Request said -> said.text().length();
            case Message.Reply said ->
                said.text().length()
                        + said.calls().stream()
                                .mapToLong(call -> call.arguments().toString().length())
                                .sum();
            case Message.Result result -> result.text().length();
        };
    }
}
