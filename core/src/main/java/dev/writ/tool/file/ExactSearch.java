package dev.writ.tool.file;

/**
 * Finds a text in another in time linear in both, whatever they hold (Knuth, Morris and Pratt, 1977). {@link
 * String#indexOf(String)} takes the product of their lengths at worst, which repetitive texts reach.
 */
final class ExactSearch {
    private static final int SHORT = 64;

    private final String wanted;
    private final int[] borders;

    ExactSearch(String wanted) {
        this.wanted = wanted;
        this.borders = wanted.length() <= SHORT ? new int[0] : borders(wanted);
    }

    /** Where the wanted text begins, at {@code from} or later; -1 where it does not. */
    int in(String text, int from) {
        if (wanted.length() <= SHORT) {
            return text.indexOf(wanted, from);
        }
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != wanted.charAt(matched)) {
                matched = borders[matched - 1];
            }
            if (text.charAt(i) == wanted.charAt(matched)) {
                matched++;
            }
            if (matched == wanted.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }

    private static int[] borders(String text) {
        int[] borders = new int[text.length()];
        int length = 0;
        for (int i = 1; i < text.length(); i++) {
            while (length > 0 && text.charAt(i) != text.charAt(length)) {
                length = borders[length - 1];
            }
            if (text.charAt(i) == text.charAt(length)) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}
