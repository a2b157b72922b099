package dev.writ.cli;

import dev.writ.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Prints a list of objects as a table, one JSON array, or one JSON object a line. */
final class Listing {
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T(\\d{2}:\\d{2}:\\d{2})(?:\\.\\d+)?Z");

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
                    .map(column -> cell(column, row.path(column)))
                    .toList());
        }
        Table.lines(cells, terminal.columns()).forEach(terminal::data);
    }

    private static String cell(String column, JsonNode value) {
        String text = column.equals("scope") ? ScopeWords.of(value) : text(value);
        return TIME.matcher(text.replaceAll("\\s+", " ").strip()).replaceFirst("$1 $2");
    }

    private static String text(JsonNode value) {
        return switch (value) {
            case ArrayNode list -> {
                List<String> parts = new ArrayList<>();
                list.forEach(part -> parts.add(text(part)));
                yield String.join(",", parts);
            }
            default -> value.isMissingNode() || value.isNull() ? "" : value.asString(value.toString());
        };
    }
}
