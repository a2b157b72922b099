package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Ending;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which of the actions that an incident allows comes first: what passes by itself is tried again, what would only fail
 * again is not. It claims to know no cause.
 */
final class IncidentJudge {
    private static final Pattern PASSES = Pattern.compile(
            "(?i)time[ds]?[- ]?out|too long|within # (?:s|seconds|minutes)|unavailable|not answer|busy|overload|too many"
                    + "|rate limit|temporar|connection|connect|reset|locked|interrupted|try (?:it )?again");
    private static final Pattern STAYS = Pattern.compile(
            "(?i)not found|no such|there is no|does not exist|unknown|missing|invalid|not valid|cannot be (?:read|parsed)"
                    + "|out of (?:its )?(?:range|bounds)|denied|not allowed|permission|syntax|unexpected|can't|does not know");
    private static final List<String> UNDOING = List.of("roll_back", "quarantine", "revoke_tool", "restart_server");

    private IncidentJudge() {}

    /** Whether the input is an incident with actions to choose from. */
    static boolean isAsked(Data input) {
        return input.has("incident") && input.has("actions");
    }

    static Ending run(Data input) {
        List<String> actions = input.texts("actions");
        if (actions.isEmpty()) {
            return RoleInput.missing("actions to choose from");
        }
        String cause = input.text("cause");
        boolean stays = STAYS.matcher(cause).find() && !PASSES.matcher(cause).find();
        String chosen = stays
                ? UNDOING.stream().filter(actions::contains).findFirst().orElse(actions.getFirst())
                : actions.contains("retry") ? "retry" : actions.getFirst();
        String reason = stays
                ? "What is reported would only fail again, so what was changed lately is looked at first."
                : "What is reported may pass by itself.";
        return RoleInput.answer(
                chosen + ": " + reason, Json.object().put("action", chosen).put("reason", reason));
    }
}
