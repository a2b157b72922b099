package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.RequestReader;
import dev.writ.model.playbook.request.Understanding;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;

/** Judges from what happened, not from what the agent says, whether a task did what was asked. */
final class TaskEvaluator {
    private TaskEvaluator() {}

    static Ending run(RoleInput input) {
        Data data = input.data();
        Data evidence = data.object("evidence");
        List<Data> calls = evidence.list("calls").stream()
                .filter(call -> !isCore(call.text("function")))
                .toList();
        long succeeded = calls.stream()
                .filter(call -> call.text("status").equals("succeeded"))
                .count();
        long troubled = calls.size() - succeeded;
        long changed = evidence.node().path("files_changed").isArray()
                ? evidence.list("files_changed").size()
                : evidence.whole("files_changed");
        String seen = succeeded + " of " + calls.size() + " tool calls succeeded"
                + (changed > 0 ? ", " + changed + " files changed" : "");
        if (data.text("status").equals("failed")) {
            return verdict("not_achieved", "The task itself ended as failed; " + seen + ".");
        }
        if (data.text("result").isBlank()) {
            return verdict("not_achieved", "There is no result; " + seen + ".");
        }
        List<Intent> asked = new RequestReader().read(input.request()) instanceof Understanding.Clear clear
                ? clear.intents()
                : List.of();
        boolean noCallNeeded = !asked.isEmpty() && asked.stream().allMatch(Intent.Help.class::isInstance);
        if (calls.isEmpty()) {
            return noCallNeeded
                    ? verdict("achieved", "The request needed no tool, and there is an answer.")
                    : verdict(
                            "not_achieved", "Nothing was looked at or done: there is no tool call behind the result.");
        }
        if (succeeded == 0) {
            return verdict("not_achieved", "No tool call succeeded, so nothing backs the result.");
        }
        boolean changeAsked = asked.stream().anyMatch(TaskEvaluator::mustChangeFiles);
        boolean nothingToDo = data.text("result")
                .matches(
                        "(?is).*\\b(?:nothing (?:to (?:change|fix|do|undo|delete)|was (?:found|changed))|not found|no (?:such|place|change)|is .{1,80} already|as it was|dry run|as you asked)\\b.*");
        if (changeAsked && changed == 0 && !nothingToDo && !hasChangingCall(calls)) {
            return verdict("not_achieved", "The request asks for a change and no call changed anything; " + seen + ".");
        }
        boolean lastWentWrong = !calls.getLast().text("status").equals("succeeded");
        if (troubled > succeeded || (lastWentWrong && changeAsked)) {
            return verdict("partly", seen + "; the rest failed or was denied.");
        }
        return verdict("achieved", "The evidence backs the result: " + seen + ".");
    }

    private static boolean isCore(String function) {
        return function.startsWith("core.") || (!function.contains(".") && !function.contains("__"));
    }

    private static boolean mustChangeFiles(Intent intent) {
        return switch (intent) {
            case Intent.Replace replace -> !replace.previewOnly();
            case Intent.SetSetting ignored -> true;
            case Intent.WriteFile ignored -> true;
            case Intent.CreateFolder ignored -> true;
            case Intent.Delete ignored -> true;
            case Intent.Relocate ignored -> true;
            default -> false;
        };
    }

    private static boolean hasChangingCall(List<Data> calls) {
        return calls.stream()
                .anyMatch(
                        call -> call.text("status").equals("succeeded")
                                && call.text("function")
                                        .matches(
                                                "file_edit(?:\\.|__)(?:write_file|edit_file|create_directory|copy|move|delete|undo)"));
    }

    private static Ending verdict(String verdict, String reason) {
        return RoleInput.answer(reason, Json.object().put("verdict", verdict).put("reason", reason));
    }
}
