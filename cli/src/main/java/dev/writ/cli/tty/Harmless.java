package dev.writ.cli.tty;

import java.text.Normalizer;

/** Text of others, made so that it can do nothing to a terminal but be read. */
public final class Harmless {
    private static final int MOST_MARKS = 2;

    private Harmless() {}

    /** Whether the character at this place is seen as what it is; of a pair, both halves are asked about. */
    public static boolean isSeen(String text, int at) {
        int start = at > 0 && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)) ? at - 1 : at;
        return isSeen(text.codePointAt(start));
    }

    private static boolean isSeen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * The text as part of one line of a screen: no control, invisible or direction character, one space for any white
     * space, no more marks on a letter than writing needs, and none that has no letter.
     */
    public static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        int marks = MOST_MARKS;
        for (int character :
                Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray()) {
            if (Character.isWhitespace(character) || Character.getType(character) == Character.SPACE_SEPARATOR) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
                marks = MOST_MARKS;
            } else if (Columns.of(character) > 0) {
                if (isShown(character)) {
                    line.appendCodePoint(character);
                    marks = 0;
                }
            } else if (isShown(character) && marks++ < MOST_MARKS) {
                line.appendCodePoint(character);
            }
        }
        return line.toString().strip();
    }

    private static boolean isShown(int character) {
        int type = Character.getType(character);
        return isSeen(character) && type != Character.UNASSIGNED && type != Character.PRIVATE_USE;
    }
}
