package dev.writ.label;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts as identities are compared: what looks alike and is not alike is never made alike. */
final class PlainText {
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private PlainText() {}

    /**
     * Whether a value can be told apart from others by looking at it: composed form, no control, invisible, direction-turning
     * or unassigned characters, no space but between words.
     */
    static boolean isClear(String value) {
        return !value.isEmpty()
                && value.equals(value.strip())
                && Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && value.codePoints().allMatch(PlainText::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> !isFiller(codePoint);
        };
    }

    /** Letters and marks that show nothing: fillers of Hangul, and selectors of variants. */
    private static boolean isFiller(int codePoint) {
        return codePoint == 0x115F
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xFFA0
                || codePoint == 0x034F
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    /** With single spaces between words. */
    static String spaced(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    /** With the 26 letters small; all other characters as they are, so that no two scripts meet. */
    static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    /** The words of a text in small letters, for comparing how things are called. */
    static List<String> names(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}\\p{Cf}]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
