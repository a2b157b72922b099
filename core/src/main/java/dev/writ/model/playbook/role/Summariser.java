package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;

/** Sums up a task and its subtasks from their own results. */
final class Summariser {
    private static final int SHORT = 300;

    private Summariser() {}

    static Ending run(RoleInput input) {
        List<Data> children = input.data().list("children");
        String result = input.data().text("result");
        if (result.isBlank() && children.isEmpty()) {
            return RoleInput.missing("results to sum up");
        }
        StringBuilder summary = new StringBuilder(firstSentences(result, 2));
        List<Data> done = children.stream()
                .filter(child -> child.text("status").equals("completed"))
                .toList();
        List<Data> open = children.stream()
                .filter(child -> !child.text("status").equals("completed"))
                .toList();
        if (!children.isEmpty()) {
            summary.append(summary.isEmpty() ? "" : "\n\n")
                    .append(done.size())
                    .append(" of ")
                    .append(children.size())
                    .append(" subtasks were completed.");
            done.forEach(child -> summary.append("\n- ")
                    .append(child.text("title"))
                    .append(": ")
                    .append(firstSentences(child.text("result"), 1)));
        }
        open.forEach(child -> summary.append("\n- Not done: ")
                .append(child.text("title"))
                .append(" (")
                .append(child.text("status"))
                .append("): ")
                .append(firstSentences(child.text("result"), 1)));
        return RoleInput.answer(summary.toString(), Json.object().put("summary", summary.toString()));
    }

    /** The beginning of a text: results put the answer first. */
    private static String firstSentences(String text, int many) {
        String paragraph = text.strip().split("\\n\\s*\\n", 2)[0].replaceAll("\\s+", " ");
        String[] sentences = paragraph.split("(?<=[.!?])\\s+(?=[A-Z`\"“])", -1);
        String joined = String.join(" ", List.of(sentences).subList(0, Math.min(many, sentences.length)));
        return joined.length() <= SHORT ? joined : joined.substring(0, SHORT - 1) + "…";
    }
}
