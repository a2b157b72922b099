package dev.writ.process;

import dev.writ.Json;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sees that an agent gets nowhere: the same calls with the same results, again and again. */
final class Circles {
    static final int MOST_REPETITIONS = 3;
    /** Circles of so many steps are seen. */
    private static final int LONGEST = 3;

    private Circles() {}

    /** Whether the conversation ends in a circle that was gone through often enough. */
    static boolean isIn(List<Message> messages) {
        List<String> rounds = rounds(messages);
        for (int period = 1; period <= LONGEST; period++) {
            int most = period * MOST_REPETITIONS;
            if (rounds.size() >= most && isPeriodic(rounds.subList(rounds.size() - most, rounds.size()), period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPeriodic(List<String> rounds, int period) {
        return IntStream.range(period, rounds.size())
                .allMatch(i -> rounds.get(i).equals(rounds.get(i - period)));
    }

    /** Every reply with what its calls gave, and the words from outside between them. */
    private static List<String> rounds(List<Message> messages) {
        List<String> rounds = new ArrayList<>();
        int reply = 0;
        for (Message message : messages) {
            switch (message) {
                case Message.Result ignored -> rounds.set(reply, rounds.get(reply) + withoutIds(message));
                case Message.Reply ignored -> {
                    reply = rounds.size();
                    rounds.add(withoutIds(message));
                }
                case Message.Instruction ignored -> rounds.add(withoutIds(message));
                case Message.Request ignored -> rounds.add(withoutIds(message));
            }
        }
        return rounds;
    }

    private static String withoutIds(Message message) {
        return switch (message) {
            case Message.Reply reply ->
                reply.calls().stream()
                        .map(call -> call.function() + Json.canonical(call.arguments()))
                        .collect(Collectors.joining(";", "call ", ""));
            case Message.Result result -> "result " + result.function() + result.status() + result.text();
            case Message.Instruction instruction -> instruction.text();
            case Message.Request request -> request.text();
        };
    }
}
