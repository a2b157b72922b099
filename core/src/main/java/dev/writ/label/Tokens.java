package dev.writ.label;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where the pieces of a text that can be names begin and end. */
final class Tokens {
    private static final String MARKS_INSIDE = "_-.@/+%&=#~\\:?$";
    private static final String QUOTES = "'\"`\u2018\u2019\u201c\u201d\u00ab\u00bb";
    private static final String ENDS = ".!?:;\n";

    private Tokens() {}

    /** The pieces between spaces and commas, without the marks that end sentences and quotations around them. */
    static List<String> of(String text) {
        return Arrays.stream(text.split("[\\s,;]+", -1))
                .flatMap(piece -> Stream.of(trimmed(piece), sentenceEnd(trimmed(piece))))
                .filter(piece -> !piece.isEmpty())
                .distinct()
                .toList();
    }

    private static String trimmed(String piece) {
        int from = 0;
        int to = piece.length();
        while (from < to && isAround(piece.charAt(from))) {
            from++;
        }
        while (to > from && isAround(piece.charAt(to - 1))) {
            to--;
        }
        String core = piece.substring(from, to);
        return core.endsWith("'s") || core.endsWith("\u2019s") ? core.substring(0, core.length() - 2) : core;
    }

    /** Up to a full stop that a capital follows without a space: the end of a sentence written in haste. */
    private static String sentenceEnd(String piece) {
        for (int i = 1; i + 1 < piece.length(); i++) {
            if (piece.charAt(i) == '.'
                    && Character.isUpperCase(piece.charAt(i + 1))
                    && Character.isLowerCase(piece.charAt(i - 1))) {
                return piece.substring(0, i);
            }
        }
        return piece;
    }

    private static boolean isAround(char c) {
        return QUOTES.indexOf(c) >= 0 || "()[]{}<>.,;:!?*".indexOf(c) >= 0;
    }

    /** Whether the stretch is whole words: nothing before or behind it belongs to the same name. */
    static boolean stands(String text, int from, int to) {
        return !(from > 0 && continues(text, from - 1, -1)) && !(to < text.length() && continues(text, to, 1));
    }

    /** Whether the character belongs to what lies on its other side: a mark does only where a name goes on behind it. */
    private static boolean continues(String text, int at, int direction) {
        char c = text.charAt(at);
        if (isPart(c)) {
            return true;
        }
        int next = at + direction;
        if (MARKS_INSIDE.indexOf(c) < 0) {
            return false;
        }
        if (next < 0 || next >= text.length()) {
            return c != '.' && c != ':' && c != '?';
        }
        boolean newSentence = c == '.' && direction > 0 && Character.isUpperCase(text.charAt(next));
        boolean apart = text.charAt(next) == ' ' || isAround(text.charAt(next));
        return !newSentence && !(apart && ".:?".indexOf(c) >= 0);
    }

    private static boolean isPart(char c) {
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
            return true;
        }
        int type = Character.getType(c);
        return type == Character.FORMAT || type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    static boolean isQuoted(String text, int from, int to) {
        return from > 0
                && to < text.length()
                && QUOTES.indexOf(text.charAt(from - 1)) >= 0
                && QUOTES.indexOf(text.charAt(to)) >= 0;
    }

    /** Whether it begins with a capital that is not there because a sentence begins. */
    static boolean isCapitalInside(String text, int from) {
        if (!Character.isUpperCase(text.charAt(from))) {
            return false;
        }
        int before = from - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || QUOTES.indexOf(text.charAt(before)) >= 0)) {
            before--;
        }
        return before >= 0 && ENDS.indexOf(text.charAt(before)) < 0;
    }

    /** The word before, in small letters; "" where there is none. */
    static String before(String text, int from) {
        String[] words = text.substring(0, from).split("[^\\p{L}\\p{N}#]+", -1);
        int last = words.length - 1;
        while (last >= 0 && words[last].isEmpty()) {
            last--;
        }
        return last < 0 ? "" : words[last].toLowerCase(Locale.ROOT);
    }

    /** The word behind, in small letters; "" where there is none. */
    static String after(String text, int to) {
        for (String word : text.substring(to).split("[^\\p{L}\\p{N}#]+", -1)) {
            if (!word.isEmpty()) {
                return word.toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
