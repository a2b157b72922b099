package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the record of a task: what was asked, what was done, the evidence, how to undo it. */
final class RecordWriter {
    private static final int LONGEST_RESULT = 4_000;

    private RecordWriter() {}

    static Ending run(RoleInput input) {
        String request = input.request();
        String result = input.data().text("result");
        if (request.isBlank() && result.isBlank()) {
            return RoleInput.missing("a request and a result to record");
        }
        Data evidence = input.data().object("evidence");
        List<String> files = evidence.texts("files_changed");
        StringBuilder text = new StringBuilder("# " + title(request) + "\n\n## Asked\n\n");
        request.strip().lines().forEach(line -> text.append("> ").append(line).append('\n'));
        text.append("\n## Done\n\n")
                .append(
                        result.length() > LONGEST_RESULT
                                ? result.substring(0, LONGEST_RESULT) + "\n… (cut)"
                                : result.isBlank() ? "No result was given." : result.strip());
        text.append("\n\n## Evidence\n\n").append(evidence(evidence, files));
        text.append("\n## How to undo\n\n")
                .append(
                        files.isEmpty()
                                ? "No file was changed, so there is nothing to undo.\n"
                                : "The previous content of every changed file is kept. Undo with `file_edit.undo` and the ids that `list_changes` gives, newest first.\n");
        return RoleInput.answer(
                "The record is written.",
                Json.object().put("title", title(request)).put("text", text.toString()));
    }

    private static String evidence(Data evidence, List<String> files) {
        Map<String, Integer> calls = new TreeMap<>();
        evidence.list("calls")
                .forEach(
                        call -> calls.merge("`" + call.text("function") + "` " + call.text("status"), 1, Integer::sum));
        StringBuilder text = new StringBuilder();
        calls.forEach((call, times) -> text.append("- ")
                .append(call)
                .append(times > 1 ? ", " + times + " times" : "")
                .append('\n'));
        files.forEach(file -> text.append("- changed: `").append(file).append("`\n"));
        evidence.list("findings").stream()
                .limit(20)
                .forEach(finding -> text.append("- ")
                        .append(finding.text("title"))
                        .append(finding.text("place").isEmpty() ? "" : " (" + finding.text("place") + ")")
                        .append('\n'));
        return text.isEmpty() ? "None was given.\n" : text.toString();
    }

    private static String title(String request) {
        String flat = request.strip().replaceAll("\\s+", " ");
        String[] words = flat.split(" ", -1);
        return words.length <= 8 ? flat : String.join(" ", List.of(words).subList(0, 8)) + " …";
    }
}
