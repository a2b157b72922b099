package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.tools.Edits.Replacement;
import java.util.List;
import java.util.Optional;

/** The smallest run of lines that turns one text into another, as one exact replacement that fits a single place. */
final class ChangedBlock {
    private ChangedBlock() {}

    /** Empty when the texts are the same. */
    static Optional<Replacement> of(String path, String before, String after) {
        if (before.equals(after)) {
            return Optional.empty();
        }
        List<String> old = lines(before);
        List<String> now = lines(after);
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        while (true) {
            String oldText = String.join("", old.subList(head, old.size() - tail));
            boolean unique = !oldText.isEmpty() && before.indexOf(oldText) == before.lastIndexOf(oldText);
            if (unique || (head == 0 && tail == 0)) {
                return Optional.of(new Replacement(
                        path, oldText, String.join("", now.subList(head, now.size() - tail)), false));
            }
            head = Math.max(0, head - 1);
            tail = Math.max(0, tail - 1);
        }
    }

    /** Lines with their ends. */
    private static List<String> lines(String text) {
        return List.of(text.split("(?<=\n)", -1));
    }
}
