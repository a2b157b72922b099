package dev.writ.label;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Whether a result holds nothing but names, numbers and dates: a list of channels, today's date. There is no room in such a
 * result for a sentence, so it cannot tell an agent what to do.
 */
final class PlainValues {
    private static final int MOST = 500;
    private static final int LONGEST = 32;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[._:@/#-][\\p{L}\\p{N}]+){0,3}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{4,15}(?:Z|[+-][0-9:]{4,6})?)?");

    private PlainValues() {}

    static boolean hold(JsonNode data) {
        return count(data) <= MOST;
    }

    /** How many values there are; more than the most where one is no plain one. */
    private static int count(JsonNode node) {
        if (node.isContainer()) {
            int count = 0;
            for (JsonNode element : node.values()) {
                count += count(element);
                if (count > MOST) {
                    return count;
                }
            }
            return count;
        }
        return !node.isString() || isPlain(node.asString()) ? 1 : MOST + 1;
    }

    private static boolean isPlain(String text) {
        return text.isEmpty()
                || TIME.matcher(text).matches()
                || (text.length() <= LONGEST
                        && PlainText.isClear(text)
                        && WORD.matcher(text).matches());
    }
}
