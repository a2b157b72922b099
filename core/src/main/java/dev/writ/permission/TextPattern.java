package dev.writ.permission;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that some part of a text must match. One that would look at characters too often matches nothing:
 * some expressions take time exponential in the text.
 */
final class TextPattern {
    private static final int MOST_LOOKS = 200_000;
    private static final int LONGEST = 500;

    private final Pattern pattern;

    private TextPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} where it is none, or longer than 500 characters */
    static TextPattern of(String expression) {
        try {
            if (expression.length() <= LONGEST) {
                return new TextPattern(Pattern.compile(expression));
            }
        } catch (PatternSyntaxException | StackOverflowError e) {
            // Said below, in the same words.
        }
        throw Fields.invalid(
                "The pattern " + Quoted.of(expression) + " is not a regular expression of at most " + LONGEST
                        + " characters.",
                "Correct it, as in ^src/[a-z]+$.");
    }

    boolean isIn(String text) {
        try {
            return pattern.matcher(new Counted(text)).find();
        } catch (TooCostly | StackOverflowError e) {
            return false;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextPattern same && pattern.pattern().equals(same.pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class TooCostly extends RuntimeException {
        private TooCostly() {
            super("The pattern takes too long.", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > MOST_LOOKS) {
                throw new TooCostly();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
