package dev.writ.tool;

import java.util.OptionalInt;

/**
 * Characters that a person does not see, or that make others be seen elsewhere than they stand: what is read then is not
 * what is there. Control characters of all kinds, invisible marks and joiners, tags, marks of direction, fillers drawn as
 * nothing, and selectors of variants, of which a long row can carry any text.
 */
public final class HiddenCharacters {
    private HiddenCharacters() {}

    /** The first of them, but for line ends and tabs; empty where the text is what it looks like. */
    public static OptionalInt first(String text) {
        return text.codePoints().filter(c -> !isLayout(c) && isHidden(c)).findFirst();
    }

    /** The text without them, but for line ends and tabs. */
    public static String removed(String text) {
        if (first(text).isEmpty()) {
            return text;
        }
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().filter(c -> isLayout(c) || !isHidden(c)).forEach(seen::appendCodePoint);
        return seen.toString();
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isFiller(c) || isVariant(c);
        };
    }

    /** Letters, a symbol and marks that are drawn as nothing. */
    private static boolean isFiller(int c) {
        return c == 0x34F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c == 0x2800
                || c == 0x3164
                || c == 0xFFA0;
    }

    private static boolean isVariant(int c) {
        return (c >= 0x180B && c <= 0x180F) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
