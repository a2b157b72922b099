package dev.writ.cli.reference;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page in the making. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    /** A page that says where it comes from. */
    static Markdown page(String title, String introduction) {
        Markdown page = new Markdown();
        page.text
                .append("# ")
                .append(title)
                .append("\n\n<!-- Made of the code by ReferenceTest, which says how; do not edit. -->\n");
        return page.paragraph(introduction);
    }

    Markdown heading(int level, String title) {
        text.append('\n').append("#".repeat(level)).append(' ').append(title).append('\n');
        return this;
    }

    Markdown paragraph(String words) {
        if (!words.isBlank()) {
            text.append('\n').append(words.strip()).append('\n');
        }
        return this;
    }

    Markdown block(String language, String lines) {
        text.append("\n```")
                .append(language)
                .append('\n')
                .append(lines.stripTrailing())
                .append("\n```\n");
        return this;
    }

    /** Nothing where there are no rows. */
    Markdown table(List<String> head, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            text.append('\n').append(row(head)).append("|").append("---|".repeat(head.size()));
            text.append('\n');
            rows.forEach(cells -> text.append(row(cells)));
        }
        return this;
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.strip().replace("|", "\\|").replaceAll("\\s+", " "))
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }

    static String code(String word) {
        return "`" + word + "`";
    }

    static String codes(Stream<String> words) {
        return words.map(Markdown::code).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
