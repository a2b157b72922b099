package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.turn.Conversation.Step;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.Outcome;
import dev.writ.model.playbook.turn.SkillStops;
import dev.writ.model.playbook.turn.Turn;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the user whether to do the last query or command once more, and does it on a yes. Access that has ended meanwhile
 * is not asked for again: that is for the user to decide.
 */
final class AskAgainSkill {
    private static final String QUERY = "sql_lite__execute_query";
    private static final String COMMAND = "terminal__execute_command";

    private final Turn turn;

    AskAgainSkill(Turn turn) {
        this.turn = turn;
    }

    Report run() {
        Optional<Step> last = turn.lastCall(Set.of(QUERY, COMMAND));
        if (last.isEmpty()) {
            throw new SkillStops(
                    "invalid_arguments",
                    "There was no query and no command before that, so there is nothing to do again.");
        }
        Step step = last.get();
        String what = describe(step);
        Outcome asked = turn.call(
                "message_user__ask_user",
                Json.object().put("question", "I am done. Shall I " + what + " again? (yes or no)"));
        String answer =
                switch (asked) {
                    case Outcome.Succeeded done -> done.data().text("answer");
                    case Outcome.Failed failed -> throw new SkillStops(failed.code(), failed.sentence());
                    case Outcome.Denied denied -> throw new SkillStops("denied", denied.sentence());
                    case Outcome.NotOffered ignored ->
                        throw new SkillStops(
                                "unavailable", "I can't ask you here, because messages to the user are not available.");
                };
        if (!answer.strip()
                .toLowerCase(java.util.Locale.ROOT)
                .matches("(?s)(?:yes|y|ok|okay|sure|please|go ahead|do it)\\b.*")) {
            return Report.of("You said no, so I did not " + what + " again.", List.of(), Json.object());
        }
        return switch (turn.repeat(step)) {
            case Outcome.Succeeded ignored ->
                Report.of(
                        "As you wished, I did " + what + " again; it worked.",
                        List.of(),
                        Json.object().put("again", "succeeded"));
            case Outcome.Failed failed ->
                Report.of(
                        "I tried to " + what + " again; it failed: " + failed.sentence(),
                        List.of(),
                        Json.object().put("again", "failed"));
            case Outcome.Denied denied -> ended(what, denied.sentence(), Json.write(denied.smallestRequest()));
            case Outcome.NotOffered ignored -> ended(what, "The tool is no longer available to me.", "");
        };
    }

    private static Report ended(String what, String sentence, String receipt) {
        String text = "I could not " + what + " again: my access has ended. " + sentence;
        return Report.of(
                text,
                List.of(Finding.info("Access has ended", sentence, "")),
                Json.object().put("again", "denied").put("receipt", receipt));
    }

    private static String describe(Step step) {
        return step.function().equals(QUERY)
                ? "run the query " + step.arguments().path("query").asString("")
                : "run the command " + Json.write(step.arguments().path("argv"));
    }
}
