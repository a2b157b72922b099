package dev.writ.tool.git;

import java.util.regex.Pattern;

/** Text from repositories and remotes without the characters that terminals act on or people cannot see. */
final class PlainText {
    private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");

    private PlainText() {}

    /** The text with every control, format or lone surrogate character but line ends and tab replaced. */
    static String of(String text) {
        if (text.codePoints().allMatch(PlainText::mayStay)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints()
                .forEach(character ->
                        cleaned.appendCodePoint(mayStay(character) || character == '\r' ? character : 0xfffd));
        return LONE_RETURN.matcher(cleaned).replaceAll("\ufffd");
    }

    /** As {@link #of}, cut to a number of characters. */
    static String of(String text, int longest) {
        if (text.length() <= longest) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return of(text.substring(0, end)) + "…";
    }

    /** Whether a character shows, or is white space other than a control character. */
    static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean mayStay(int character) {
        return character == '\n' || character == '\t' || isVisible(character);
    }
}
