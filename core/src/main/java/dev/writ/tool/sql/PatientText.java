package dev.writ.tool.sql;

import java.util.regex.Pattern;

/**
 * A text whose characters may be read so often and no more, so that an expression that doubles back without end gives up
 * instead of holding its thread. For one match.
 */
final class PatientText implements CharSequence {
    private static final long MOST_READS = 2_000_000;

    private final CharSequence text;
    private long reads;

    private PatientText(CharSequence text) {
        this.text = text;
    }

    /** Whether the whole text matches; false as well where that cannot be found out in reasonable time. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new PatientText(text)).matches();
        } catch (OutOfPatience | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++reads > MOST_READS) {
            throw new OutOfPatience();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static final class OutOfPatience extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfPatience() {
            super("the expression reads too much", null, false, false);
        }
    }
}
