package dev.writ.tool.file;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text or regular expression looked for in lines. An expression that would take for ever ends with a failure: every
 * character the matcher reads passes a clock. For one search and one thread.
 */
final class LinePattern {
    private static final int MOST_CHARACTERS = 2_000;
    private static final int READS_BETWEEN_LOOKS = 4_096;

    private final Pattern pattern;
    private long endNanos = Long.MAX_VALUE;
    private int reads;

    private LinePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws WritException with {@code invalid_arguments} for an empty text or a wrong expression */
    static LinePattern parse(String query, boolean isRegex, boolean ignoreCase) {
        if (query.isEmpty() || query.length() > MOST_CHARACTERS) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    query.isEmpty()
                            ? "The query is empty."
                            : "The query is longer than " + MOST_CHARACTERS + " characters.",
                    "Give the text or the regular expression to look for.");
        }
        int flags =
                (isRegex ? 0 : Pattern.LITERAL) | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        try {
            return new LinePattern(Pattern.compile(query, flags));
        } catch (PatternSyntaxException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.INVALID_ARGUMENTS,
                            "The query is not a regular expression: " + e.getDescription() + ".",
                            "Correct it, or set regex to false to look for the text as it is."),
                    e);
        } catch (StackOverflowError e) {
            throw tooMuch();
        }
    }

    /** Starts the clock. */
    void within(Duration time) {
        endNanos = System.nanoTime() + time.toNanos();
    }

    /** Whether the time is over. */
    boolean isOver() {
        return System.nanoTime() - endNanos > 0;
    }

    /**
     * Where in the line the first match begins; -1 without one.
     *
     * @throws WritException with {@code timed_out} when the expression takes too long on this line
     */
    int find(String line) {
        try {
            Matcher matcher = pattern.matcher(new Watched(line));
            return matcher.find() ? matcher.start() : -1;
        } catch (StackOverflowError e) {
            throw tooMuch();
        }
    }

    private static WritException tooMuch() {
        return new WritException(
                FailureCode.TIMED_OUT,
                "The regular expression takes too long or too much memory.",
                "Use a simpler one without nested repetition, or look for a plain text.");
    }

    /** The characters of a line, with an end to patience. */
    private final class Watched implements CharSequence {
        private final CharSequence line;

        Watched(CharSequence line) {
            this.line = line;
        }

        @Override
        public char charAt(int index) {
            if (++reads == READS_BETWEEN_LOOKS) {
                reads = 0;
                if (isOver()) {
                    throw tooMuch();
                }
            }
            return line.charAt(index);
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(line.subSequence(start, end));
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
