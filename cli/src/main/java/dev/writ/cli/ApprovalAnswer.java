package dev.writ.cli;

import dev.writ.WritException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a person typed at the question whether to approve something. */
sealed interface ApprovalAnswer {
    /**
     * Yes.
     *
     * @param time no longer than this; empty for as long as was asked for
     * @param parts only these parts of the scope, counted from one; empty for all
     */
    record Approve(Optional<Duration> time, Set<Integer> parts) implements ApprovalAnswer {
        public Approve {
            parts = Set.copyOf(parts);
        }
    }

    /**
     * No.
     *
     * @param reason for the agent; may be empty
     */
    record Deny(String reason) implements ApprovalAnswer {}

    /**
     * Neither.
     *
     * @param why one sentence
     */
    record Unclear(String why) implements ApprovalAnswer {}

    /**
     * Reads an answer: {@code approve}, {@code approve 10m}, {@code approve only 1 3}, {@code approve 10m only 2},
     * {@code deny}, {@code deny WHY}. Nothing typed is no.
     *
     * @param parts how many the scope has
     */
    static ApprovalAnswer parse(String line, int parts) {
        String[] words = line.strip().split("[\\s,]+", -1);
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "" -> new Deny("");
            case "deny" -> new Deny(line.strip().substring(words[0].length()).strip());
            case "approve" -> approve(List.of(words).subList(1, words.length), parts);
            case "approved", "y", "yes", "ok", "a" -> new Unclear("Only the whole word approve approves.");
            default -> new Unclear("That is neither approve nor deny.");
        };
    }

    private static ApprovalAnswer approve(List<String> words, int parts) {
        List<String> left = new ArrayList<>(words);
        Optional<Duration> time = Optional.empty();
        if (!left.isEmpty() && left.getFirst().equalsIgnoreCase("for")) {
            left.removeFirst();
            if (left.isEmpty()) {
                return new Unclear("After for comes a time such as 10m.");
            }
        }
        if (!left.isEmpty() && !left.getFirst().equalsIgnoreCase("only")) {
            try {
                time = Optional.of(Durations.parse(left.removeFirst()));
            } catch (WritException e) {
                return new Unclear("After approve comes a time such as 10m, or only with numbers of parts.");
            }
        }
        return left.isEmpty() ? new Approve(time, Set.of()) : only(time, left, parts);
    }

    private static ApprovalAnswer only(Optional<Duration> time, List<String> words, int parts) {
        Set<Integer> chosen = new TreeSet<>();
        for (String word : words.subList(1, words.size())) {
            int number = word.matches("[0-9]{1,4}") ? Integer.parseInt(word) : 0;
            if (number < 1 || number > parts) {
                return new Unclear("Parts are numbered from 1 to " + parts + "; '" + word + "' is none.");
            }
            chosen.add(number);
        }
        boolean named = words.getFirst().equalsIgnoreCase("only") && !chosen.isEmpty();
        return named ? new Approve(time, chosen) : new Unclear("After only come numbers of parts, such as 1 3.");
    }
}
