package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.WritException;

/**
 * Text that can be shown to a person as it is: no control characters, so that it cannot drive a terminal; no characters
 * that hide text or change its direction, so that it reads as what it is; no image that loads by itself.
 */
record CleanText(String text) {

    /**
     * Cleans; line breaks and tabs stay, a carriage return becomes a line break.
     *
     * @throws WritException with {@code too_large} beyond so many characters, {@code invalid_arguments} when nothing
     *     readable is left
     */
    static CleanText of(String raw, int longest) {
        if (raw.length() > longest) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The text has " + raw.length() + " characters; " + longest + " are allowed.",
                    "Shorten it, or write it to a file and send where it is.");
        }
        StringBuilder clean = new StringBuilder(raw.length());
        raw.replace("\r\n", "\n")
                .replace('\r', '\n')
                .codePoints()
                .filter(CleanText::shows)
                .forEach(clean::appendCodePoint);
        String text = clean.toString().strip();
        if (text.isEmpty()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The text is empty.", "Give at least one readable character.");
        }
        return new CleanText(withoutImages(text));
    }

    /** As {@link #of}, on one line, so that its end cannot pass for a line of somebody else. */
    static CleanText line(String raw, int longest) {
        return new CleanText(of(raw, longest).text().replaceAll("\\s+", " "));
    }

    /**
     * Markdown that would show an image is broken where there is an address to load it from: a screen that renders it would
     * ask the address for it without anybody's click, and the address can carry what the writer knows.
     */
    private static String withoutImages(String text) {
        return text.contains("//") ? text.replace("![", "! [") : text;
    }

    private static boolean shows(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        // The zero-width joiners stay: some scripts and many symbols need them.
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> c == 0x200c || c == 0x200d;
            default -> true;
        };
    }
}
