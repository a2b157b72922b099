package dev.writ.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What an agent says to a person: every line of it carries a mark, so that none can pass for a line of Writ's own. */
final class Quotation {
    /** Whatever some screen may take for the end of a line. */
    private static final Pattern LINE_END = Pattern.compile("\\R");

    private static final String MARK = "  │ ";

    private Quotation() {}

    /** The lines as they are shown. */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : LINE_END.split(text, -1)) {
            lines.add(MARK + line);
        }
        return lines;
    }
}
