package dev.writ.model.playbook.request;

import java.util.Optional;
import java.util.regex.Pattern;

/** "… then ask me whether to look again": a last look or run that waits for the user's word. */
final class FollowUpReader implements Recogniser {
    private static final Pattern ASK = Patterns.of(
            "^ask\\s+(?:me|us)(?:\\s+(?:first|then|again))?\\s+(?:whether|if)\\s+(?:(?:you|we)\\s+(?:should|shall|may)|I\\s+want\\s+you\\s+to|to)\\s+"
                    + "(?:look|run|check|try|measure|query|do)\\b.*\\b(?:again|once more|a second time|another time)$");

    @Override
    public Optional<Intent> read(Phrase phrase) {
        return ASK.matcher(phrase.text()).matches() ? Optional.of(new Intent.AskAgain()) : Optional.empty();
    }
}
