package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;
import java.util.Optional;

/** Explains a failure by its code and by the first call that went wrong, and says what to do differently. */
final class FailureAdviser {
    private FailureAdviser() {}

    static Ending run(RoleInput input) {
        Data failure = input.data().object("failure");
        List<Data> calls = input.data().list("calls");
        Optional<Data> first = calls.stream()
                .filter(call ->
                        !call.text("status").isEmpty() && !call.text("status").equals("succeeded"))
                .findFirst();
        String code = failure.has("code")
                ? failure.text("code")
                : first.map(call -> call.text("code")).orElse("");
        String message =
                failure.has("message") ? failure.text("message") : input.data().text("failure");
        if (code.isEmpty() && message.isBlank() && first.isEmpty()) {
            return RoleInput.missing("a failure to explain");
        }
        String start = first.map(call -> "The call " + call.text("function") + " "
                        + (call.text("status").equals("denied") ? "was denied" : "failed") + " first")
                .orElse("The task failed");
        String cause = start
                + (message.isBlank()
                        ? "."
                        : ": " + message.strip() + (message.strip().endsWith(".") ? "" : "."));
        boolean denied =
                first.filter(call -> call.text("status").equals("denied")).isPresent();
        String advice = advice(code, denied, failure.text("hint"));
        return RoleInput.answer(
                cause + " " + advice, Json.object().put("cause", cause).put("advice", advice));
    }

    private static String advice(String code, boolean denied, String hint) {
        String known =
                switch (code) {
                    case "approval_denied" ->
                        "Do what can be done without this tool and say what is missing; do not ask again in other words.";
                    case "approval_expired" ->
                        "Nobody answered in time: submit again when someone can approve, or allow it at submission.";
                    case "denied", "outside_workspace" ->
                        "Ask with need_more_tools for exactly this call, as the receipt says, or stay inside the scope that was granted.";
                    case "not_found" -> "List or search first, and use a name that exists.";
                    case "invalid_arguments", "invalid_json" ->
                        "Compare the arguments with the operation's schema and send them again once.";
                    case "timed_out" -> "Ask for less at once, or for a longer time limit.";
                    case "unavailable", "protection_missing" ->
                        "Use another tool that serves, or end the task saying which tool is not available.";
                    case "too_large", "limit_reached", "budget_exhausted" -> "Work on a smaller part at a time.";
                    case "conflict" -> "Look at the current state again before changing it.";
                    case "model_cannot" ->
                        "Set up a language model, or ask for one of the things the offline model can do.";
                    case "outcome_unknown" -> "Check what happened before doing it again.";
                    default -> "";
                };
        if (!known.isEmpty()) {
            return known;
        }
        if (denied) {
            return "Ask with need_more_tools for exactly this call, as the receipt says.";
        }
        return hint.isBlank()
                ? "Look at the first failed call and its arguments, change one thing, and try once more."
                : hint;
    }
}
