package dev.writ.tool.thirdparty;

import dev.writ.Redacted;
import dev.writ.tool.HiddenCharacters;

/** What a server wrote, where a person or a log will see it. */
final class ServerText {
    private static final int LONGEST = 300;

    private ServerText() {}

    /** On one line, not long, without hidden characters and secrets, in quotes. */
    static String shown(String text) {
        String line = HiddenCharacters.removed(cut(text, LONGEST)).replaceAll("\\s+", " ");
        return "'" + Redacted.of(line.strip()).text() + "'";
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
