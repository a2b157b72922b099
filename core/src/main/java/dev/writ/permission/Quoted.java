package dev.writ.permission;

/** Text from elsewhere, made fit to stand inside a sentence: in quotes, on one line, without tricks, not long. */
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    static String of(String text) {
        StringBuilder clean = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> clean.appendCodePoint(isTricky(c) ? '\uFFFD' : c));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            clean.append('…');
        }
        return clean.append('\'').toString();
    }

    /** Control characters, marks that reverse the direction of writing, invisible ones, and broken pairs. */
    static boolean isTricky(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
