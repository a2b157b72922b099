package dev.writ.improvement.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed from one instruction to another, line by line: wholesale rewrites lose what was learned (ACE, arXiv
 * 2510.04618), so a change is a few single items.
 */
record InstructionDelta(List<String> removed, List<String> added) {
    static final int MOST_LINES = 3;
    static final int LONGEST_LINE = 400;

    static InstructionDelta between(String before, String after) {
        List<String> removed = new ArrayList<>(lines(before));
        List<String> added = new ArrayList<>();
        for (String line : lines(after)) {
            if (!removed.remove(line)) {
                added.add(line);
            }
        }
        return new InstructionDelta(removed, added);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    Optional<String> refusal() {
        if (removed.isEmpty() && added.isEmpty()) {
            return Optional.of("The instruction would say the same in another order.");
        }
        if (removed.size() > MOST_LINES || added.size() > MOST_LINES) {
            return Optional.of("A trial adds and removes at most " + MOST_LINES + " lines of an instruction.");
        }
        return added.stream()
                .filter(line ->
                        line.length() > LONGEST_LINE || line.codePoints().anyMatch(InstructionDelta::isHidden))
                .findFirst()
                .map(line -> "A new line has at most " + LONGEST_LINE + " characters, all of which can be seen.");
    }

    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE;
    }
}
