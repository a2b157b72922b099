package dev.writ.tool.git;

import dev.writ.Redacted;
import java.util.regex.Pattern;

/**
 * Whether a text that is about to be committed contains a secret of a form that {@link Redacted} knows. Random-looking
 * values alone do not count: lock files are full of checksums, and refusing to commit those would help nobody.
 */
final class KnownSecrets {
    private static final Pattern SURE_MARK = Pattern.compile("\\[redacted:(?!high-entropy\\])");

    private KnownSecrets() {}

    static boolean isIn(String text) {
        Redacted redacted = Redacted.of(text);
        return redacted.replaced() > 0 && marks(redacted.text()) > marks(text);
    }

    /** A text may speak of redaction itself. */
    private static long marks(String text) {
        return SURE_MARK.matcher(text).results().count();
    }
}
