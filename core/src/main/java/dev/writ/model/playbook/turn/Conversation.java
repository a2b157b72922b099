package dev.writ.model.playbook.turn;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task's conversation, taken apart: what was asked, what was called so far, what may be called now.
 *
 * @param request the task's instruction, without its input
 * @param input the task's parameters
 * @param further what the user said after that
 */
public record Conversation(
        String agent,
        int turn,
        String request,
        Optional<ObjectNode> input,
        List<String> further,
        List<Step> steps,
        Set<String> offered) {
    private static final String INPUT_LINE = "Input (JSON):";

    /** A call that was made and what it gave. */
    public record Step(String function, ObjectNode arguments, Outcome outcome) {}

    public static Conversation of(ModelRequest request) {
        List<String> words = new ArrayList<>();
        List<Message.Call> calls = new ArrayList<>();
        Map<String, Message.Result> results = new HashMap<>();
        for (Message message : request.messages()) {
            switch (message) {
                case Message.Instruction ignored -> {}
                case Message.Request said -> {
                    // What the system says in between (a grant, a notice) is no new request.
                    if (words.isEmpty() || said.from().equals("user")) {
                        words.add(said.text());
                    }
                }
                case Message.Reply reply -> calls.addAll(reply.calls());
                case Message.Result result -> results.put(result.callId(), result);
            }
        }
        String first = words.isEmpty() ? "" : words.getFirst();
        Optional<ObjectNode> input = input(first);
        return new Conversation(
                request.agent(),
                request.turn(),
                (input.isPresent() ? first.substring(0, first.lastIndexOf(INPUT_LINE)) : first).strip(),
                input,
                words.isEmpty() ? List.of() : List.copyOf(words.subList(1, words.size())),
                calls.stream()
                        .map(call -> step(call, Optional.ofNullable(results.get(call.id()))))
                        .toList(),
                request.functions().stream().map(ModelRequest.Function::name).collect(Collectors.toUnmodifiableSet()));
    }

    private static Optional<ObjectNode> input(String text) {
        int at = text.lastIndexOf(INPUT_LINE);
        boolean ownLine = at == 0 || (at > 0 && text.charAt(at - 1) == '\n');
        if (!ownLine) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parseObject(text.substring(at + INPUT_LINE.length())));
        } catch (WritException e) {
            return Optional.empty();
        }
    }

    private static Step step(Message.Call call, Optional<Message.Result> result) {
        return new Step(
                call.function(),
                call.arguments(),
                result.map(Conversation::outcome)
                        .orElse(new Outcome.Failed("outcome_unknown", "The call has no result.", "")));
    }

    private static Outcome outcome(Message.Result result) {
        Data data = new Data(result.data());
        return switch (result.status()) {
            case "succeeded" -> new Outcome.Succeeded(data);
            case "denied" ->
                new Outcome.Denied(
                        data.text("rule"),
                        data.has("sentence") ? data.text("sentence") : result.text(),
                        data.node().path("smallest_request") instanceof ObjectNode smallest ? smallest : Json.object());
            default ->
                new Outcome.Failed(
                        data.has("code") ? data.text("code") : "operation_failed",
                        data.has("message") ? data.text("message") : result.text(),
                        data.text("hint"));
        };
    }
}
