package dev.writ.permission;

/** Text from elsewhere, made fit to stand inside a sentence: in quotes, on one line, without tricks, not long. */
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    static String of(String text) {
        boolean cut = text.length() > LONGEST;
        String shown = cut ? text.substring(0, LONGEST) : text;
        if (!hasTricks(shown)) {
            return cut ? "'" + shown + "…'" : "'" + shown + "'";
        }
        StringBuilder clean = new StringBuilder("'");
        shown.codePoints().forEach(c -> clean.appendCodePoint(isTricky(c) ? '\uFFFD' : c));
        return clean.append(cut ? "…'" : "'").toString();
    }

    /** The text on one line and without tricks, for where it is shown as data of its own. */
    static String clean(String text) {
        if (!hasTricks(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .forEach(c ->
                        clean.appendCodePoint(c == '\n' || c == '\r' || c == '\t' ? ' ' : isTricky(c) ? '\uFFFD' : c));
        return clean.toString();
    }

    static boolean hasTricks(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c > '~') && isTricky(text.codePointAt(i))) {
                // The second half of a sound pair is not a character of its own.
                boolean secondHalf = i > 0 && Character.isSurrogatePair(text.charAt(i - 1), c);
                if (!secondHalf) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Control characters, marks that reverse the direction of writing, invisible ones, and broken pairs. */
    private static boolean isTricky(int codePoint) {
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
