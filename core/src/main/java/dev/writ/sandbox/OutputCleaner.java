package dev.writ.sandbox;

/**
 * Removes from a program's output what would steer a terminal or mislead a reader: escape sequences (ECMA-48: CSI, OSC,
 * DCS and the rest, in their 7- and 8-bit forms), other control characters, bidirectional overrides, and invisible
 * characters that can carry hidden text. Line ends become {@code \n}.
 */
public final class OutputCleaner {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;

    private final String text;
    private final StringBuilder clean;
    private int at;

    private OutputCleaner(String text) {
        this.text = text;
        this.clean = new StringBuilder(text.length());
    }

    /** The readable part of the text. */
    public static String clean(String text) {
        return new OutputCleaner(text).run();
    }

    private String run() {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case ESCAPE -> skipEscape();
                case 0x9b -> skipControlSequence();
                case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> skipString();
                case '\r' -> lineEnd();
                case 0x2028, 0x2029 -> clean.append('\n');
                case '\b' -> eraseLast();
                default -> {
                    if (isReadable(c)) {
                        clean.appendCodePoint(c);
                    }
                }
            }
        }
        return clean.toString();
    }

    private void lineEnd() {
        if (at >= text.length() || text.charAt(at) != '\n') {
            clean.append('\n');
        }
    }

    /** As manual pages write bold letters: letter, backspace, letter. */
    private void eraseLast() {
        int length = clean.length();
        if (length > 0 && clean.charAt(length - 1) != '\n') {
            clean.setLength(clean.offsetByCodePoints(length, -1));
        }
    }

    private void skipEscape() {
        if (at >= text.length()) {
            return;
        }
        char next = text.charAt(at++);
        switch (next) {
            case '[' -> skipControlSequence();
            case ']', 'P', 'X', '^', '_' -> skipString();
            default -> {
                boolean intermediate = next >= 0x20 && next <= 0x2f;
                while (intermediate && at < text.length()) {
                    char c = text.charAt(at);
                    if (c < 0x20 || c > 0x7e) {
                        return;
                    }
                    at++;
                    intermediate = c <= 0x2f;
                }
                if (next < 0x20 || next > 0x7e) {
                    at--;
                }
            }
        }
    }

    /** Parameters, then intermediates, then one final byte; anything else ends a broken sequence and is kept. */
    private void skipControlSequence() {
        while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) <= 0x3f) {
            at++;
        }
        if (at < text.length() && text.charAt(at) >= 0x40 && text.charAt(at) <= 0x7e) {
            at++;
        }
    }

    /** Up to the bell or the string terminator; a line end stops it too, so that a broken one hides no more than a line. */
    private void skipString() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                return;
            }
            at++;
            if (c == BELL || c == 0x9c) {
                return;
            }
            if (c == ESCAPE) {
                if (at < text.length() && text.charAt(at) == '\\') {
                    at++;
                } else {
                    at--;
                }
                return;
            }
        }
    }

    private static boolean isReadable(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        boolean control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !(control || half || isInvisible(c));
    }

    /**
     * Directions, zero-width characters, tags and variation selectors: they show nothing of their own, and can carry a text
     * that only a model reads. A few of Unicode's format characters are signs that people see.
     */
    private static boolean isInvisible(int c) {
        boolean format = Character.getType(c) == Character.FORMAT;
        boolean seen = (c >= 0x600 && c <= 0x605)
                || c == 0x6dd
                || c == 0x70f
                || (c >= 0x890 && c <= 0x891)
                || c == 0x8e2
                || c == 0x110bd
                || c == 0x110cd
                || (c >= 0x13430 && c <= 0x1343f);
        boolean selector =
                (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || (c >= 0x180b && c <= 0x180f);
        boolean filler =
                c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x3164 || c == 0xffa0;
        return (format && !seen) || selector || filler || (c >= 0xe0000 && c <= 0xe007f);
    }
}
