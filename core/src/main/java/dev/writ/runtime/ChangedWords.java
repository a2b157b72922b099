package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person says in a fork in place of what was said. Only the request and words of a person can be worded otherwise:
 * what an agent or a tool said stays as it was, with its label.
 */
final class ChangedWords {
    private final Map<Integer, Message> messages = new HashMap<>();
    private final List<String> changed = new ArrayList<>();

    private ChangedWords() {}

    /** @throws WritException with {@code invalid_arguments} where no person spoke at a position, or the words are empty */
    static ChangedWords of(List<Conversation.Entry> entries, ForkOrder order) {
        ChangedWords words = new ChangedWords();
        Optional<Integer> request = entries.stream()
                .filter(entry -> entry.message() instanceof Message.Request)
                .map(Conversation.Entry::position)
                .findFirst();
        order.request().ifPresent(text -> words.put(request.orElseThrow(() -> nobodySpoke(0)), text, "request"));
        order.messages().forEach((position, text) -> {
            boolean byPerson = entries.stream()
                    .anyMatch(entry -> entry.position() == position
                            && entry.message() instanceof Message.Request said
                            && said.from().equals("user"));
            if (!byPerson || request.filter(position::equals).isPresent()) {
                throw nobodySpoke(position);
            }
            words.put(position, text, "message " + position);
        });
        return words;
    }

    private void put(int position, String text, String name) {
        if (text.isBlank()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The new words are empty.",
                    "Leave the field out to change nothing.");
        }
        messages.put(position, new Message.Request("user", text));
        changed.add(name);
    }

    Optional<Message> at(int position) {
        return Optional.ofNullable(messages.get(position));
    }

    List<String> changed() {
        return changed;
    }

    private static WritException nobodySpoke(int position) {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "At position " + position
                        + " no person said anything before that step, so it cannot be worded otherwise.",
                "Use `request` for the request, and positions of your own words as `writ task context` lists them.");
    }
}
