package dev.writ.tool.sql;

import dev.writ.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Rows as one JSON object a line, short enough to read. */
final class TextRows {
    private static final int LONGEST = 12_000;

    private TextRows() {}

    static String of(ArrayNode rows, boolean truncated) {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (JsonNode row : rows) {
            String line = Json.write(row);
            if (shown > 0 && text.length() + line.length() > LONGEST) {
                break;
            }
            text.append(line).append('\n');
            shown++;
        }
        return text.append("(")
                .append(shown == rows.size() ? rows.size() + " rows" : shown + " of " + rows.size() + " rows shown")
                .append(truncated ? "; the result was cut at a limit)" : ")")
                .toString();
    }
}
