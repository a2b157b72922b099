package dev.writ.model.playbook.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * "… then ask me whether to look again" at the end of a request: one more look or run that waits for the user's word.
 *
 * @param rest the request without it
 * @param asked whether it was there
 */
public record FollowUp(String rest, boolean asked) {
    private static final Pattern AT_END = Pattern.compile(
            "(?is)^(?<rest>.*?)[\\s,;.]+(?:and\\s+)?(?:then\\s+)?ask\\s+(?:me|us)(?:\\s+(?:first|then|again))?\\s+(?:whether|if)\\s+"
                    + "(?:(?:you|we)\\s+(?:should|shall|may)|I\\s+want\\s+you\\s+to|to)\\s+(?:look|run|check|try|measure|query|do)\\b"
                    + "[^.;\\n]*\\b(?:again|once more|a second time|another time)[\\s.!?]*$");

    public static FollowUp of(String words) {
        Matcher end = AT_END.matcher(words);
        return end.matches() && !end.group("rest").isBlank()
                ? new FollowUp(end.group("rest").strip(), true)
                : new FollowUp(words, false);
    }
}
