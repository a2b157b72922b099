package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Prints a list of objects as a table, one JSON array, or one JSON object a line. */
final class Listing {
    private static final int WIDEST_CELL = 60;

    private Listing() {}

    /** @param columns names of the fields shown in the table, in order */
    static void print(Terminal terminal, OutputFormat format, JsonNode rows, List<String> columns) {
        switch (format) {
            case JSON -> terminal.data(Json.writePretty(rows));
            case NDJSON -> rows.forEach(row -> terminal.data(Json.write(row)));
            case TABLE -> table(terminal, rows, columns);
        }
    }

    /** One object, as indented JSON or as one line of it. */
    static void printOne(Terminal terminal, OutputFormat format, JsonNode value) {
        terminal.data(format == OutputFormat.NDJSON ? Json.write(value) : Json.writePretty(value));
    }

    private static void table(Terminal terminal, JsonNode rows, List<String> columns) {
        if (rows.isEmpty()) {
            terminal.message("None.");
            return;
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream()
                .map(column -> column.toUpperCase(Locale.ROOT).replace('_', ' '))
                .toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream()
                    .map(column -> column.equals("scope") ? ScopeWords.of(row.path(column)) : cell(row.path(column)))
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : cells) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            terminal.data(text.toString().stripTrailing());
        }
    }

    private static String cell(JsonNode value) {
        String text =
                switch (value) {
                    case ArrayNode list -> {
                        List<String> parts = new ArrayList<>();
                        list.forEach(part -> parts.add(cell(part)));
                        yield String.join(",", parts);
                    }
                    default -> value.isMissingNode() || value.isNull() ? "" : value.asString(value.toString());
                };
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= WIDEST_CELL ? line : line.substring(0, WIDEST_CELL - 1) + "…";
    }
}
