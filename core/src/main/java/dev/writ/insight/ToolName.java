package dev.writ.insight;

import java.util.regex.Pattern;

/** The name of a tool in a text. */
public final class ToolName {
    private ToolName() {}

    /** Whether the text names the tool as a word: {@code github} is in "use github.", not in "githubs". */
    public static boolean isIn(String text, String tool) {
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(tool) + "(?!\\w)")
                .matcher(text)
                .find();
    }
}
