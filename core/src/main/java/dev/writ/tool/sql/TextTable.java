package dev.writ.tool.sql;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows as a table of aligned columns, short enough for people and models to read. */
final class TextTable {
    private static final int WIDEST_CELL = 60;
    private static final int LONGEST = 12_000;

    private TextTable() {}

    static String of(QueryRows result) {
        if (result.rows().isEmpty()) {
            return "No rows. Columns: " + String.join(", ", result.columns()) + ".";
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(result.columns().stream().map(TextTable::cell).toList());
        result.rows().forEach(row -> lines.add(row.stream().map(TextTable::text).toList()));
        int[] widths = widths(lines);
        StringBuilder table = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = line(
                    lines.get(i), widths, i == 0 ? List.of() : result.rows().get(i - 1));
            if (i > 1 && table.length() + line.length() > LONGEST) {
                break;
            }
            table.append(line).append('\n');
            if (i == 0) {
                table.append(rule(widths)).append('\n');
            }
            shown = i;
        }
        return table.append(note(result, shown)).toString();
    }

    /** One JSON value as a cell: on one line, without characters that cannot be seen. */
    static String text(JsonNode value) {
        return cell(value.isNull() ? "" : value.asString());
    }

    private static String cell(String text) {
        StringBuilder clean = new StringBuilder();
        int points = 0;
        for (int i = 0; i < text.length(); ) {
            if (++points > WIDEST_CELL) {
                return clean.append('…').toString();
            }
            int point = text.codePointAt(i);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                    clean.append(point == '\n' ? "\\n" : "\\u{" + Integer.toHexString(point) + "}");
                default -> clean.appendCodePoint(point);
            }
            i += Character.charCount(point);
        }
        return clean.toString();
    }

    private static int[] widths(List<List<String>> lines) {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(line.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths, List<JsonNode> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - length(cells.get(i)));
            boolean number = !values.isEmpty() && values.get(i).isNumber();
            line.append(i == 0 ? "" : "  ").append(number ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        List<String> dashes = new ArrayList<>();
        for (int width : widths) {
            dashes.add("-".repeat(width));
        }
        return String.join("  ", dashes);
    }

    private static String note(QueryRows result, int shown) {
        int rows = result.rows().size();
        String count = rows == 1 ? "1 row" : rows + " rows";
        if (shown < rows) {
            count = shown + " of " + rows + " rows shown; all are in the structured result, or narrow the query";
        }
        return "(" + count + (result.truncated() ? "; the result was cut at a limit" : "") + ")";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
