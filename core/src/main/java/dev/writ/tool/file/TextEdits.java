package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.List;

/** Exact replacements in a text, made in order, all of them or none. */
record TextEdits(List<Replacement> replacements) {
    private static final int SHOWN_LINES = 5;

    TextEdits {
        replacements = List.copyOf(replacements);
    }

    /** @param all whether every place is meant; otherwise there must be exactly one */
    record Replacement(String oldText, String newText, boolean all) {}

    /** @param count how many places were replaced */
    record Edited(String text, int count) {}

    /**
     * Applies them. Where a text of several lines is not found and the file ends its lines with CR LF, it is looked for
     * and written with such line ends.
     *
     * @param mostCharacters a longer result is {@code too_large}
     * @throws WritException with {@code conflict} where an old text is not there, or there more than once
     */
    Edited apply(String original, int mostCharacters, Runnable checkStopped) {
        String text = original;
        int count = 0;
        for (int i = 0; i < replacements.size(); i++) {
            checkStopped.run();
            String which = replacements.size() == 1 ? "old_text" : "old_text of edit " + (i + 1);
            Edited edited = replace(text, withLineEndsOf(text, replacements.get(i)), which, mostCharacters);
            text = edited.text();
            count += edited.count();
        }
        return new Edited(text, count);
    }

    private static Edited replace(String text, Replacement edit, String which, int mostCharacters) {
        ExactSearch search = new ExactSearch(edit.oldText());
        int first = search.in(text, 0);
        if (first < 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The " + which + " is not in the file.",
                    "Read the file again and copy the text exactly, with its spaces and line ends; nothing was changed.");
        }
        if (!edit.all() && search.in(text, first + 1) >= 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The " + which + " is in the file more than once, at lines " + lines(text, search) + ".",
                    "Add lines around it until it is unique, or set all to true; nothing was changed.");
        }
        StringBuilder result = new StringBuilder();
        int count = 0;
        int from = 0;
        for (int at = first; at >= 0; at = edit.all() ? search.in(text, from) : -1) {
            result.append(text, from, at).append(edit.newText());
            from = at + edit.oldText().length();
            count++;
            if (result.length() > mostCharacters) {
                throw tooLong(mostCharacters);
            }
        }
        result.append(text, from, text.length());
        if (result.length() > mostCharacters) {
            throw tooLong(mostCharacters);
        }
        return new Edited(result.toString(), count);
    }

    private static Replacement withLineEndsOf(String text, Replacement edit) {
        boolean plain = edit.oldText().indexOf('\n') >= 0 || edit.newText().indexOf('\n') >= 0;
        boolean converted = plain
                && edit.oldText().indexOf('\r') < 0
                && edit.newText().indexOf('\r') < 0
                && text.contains("\r\n")
                && !text.replace("\r\n", "").contains("\n");
        return converted
                ? new Replacement(
                        edit.oldText().replace("\n", "\r\n"), edit.newText().replace("\n", "\r\n"), edit.all())
                : edit;
    }

    private static String lines(String text, ExactSearch search) {
        StringBuilder lines = new StringBuilder();
        int line = 1;
        int counted = 0;
        int found = 0;
        for (int at = search.in(text, 0); at >= 0; at = search.in(text, at + 1)) {
            if (++found > SHOWN_LINES) {
                return lines + " and more";
            }
            line += (int)
                    text.substring(counted, at).chars().filter(c -> c == '\n').count();
            counted = at;
            lines.append(found == 1 ? "" : ", ").append(line);
        }
        return lines.toString();
    }

    private static WritException tooLong(int most) {
        return new WritException(
                FailureCode.TOO_LARGE,
                "The file would become longer than " + most + " characters.",
                "Replace fewer places, or by a shorter text; nothing was changed.");
    }
}
