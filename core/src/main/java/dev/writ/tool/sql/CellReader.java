package dev.writ.tool.sql;

import dev.writ.Json;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns the current row of a result into JSON values, counting and cutting characters. */
final class CellReader {
    private static final JsonNodeFactory NODES = Json.mapper().getNodeFactory();
    private static final int NUMBER_CHARACTERS = 8;

    private final ResultSet rows;
    private final List<String> columns;
    private final Set<String> times;
    private final int longest;
    private long characters;
    private boolean cut;

    CellReader(ResultSet rows, List<String> columns, Set<String> times, int longest) {
        this.rows = rows;
        this.columns = columns;
        this.times = times;
        this.longest = longest;
    }

    /** Characters of all values read up to now. */
    long characters() {
        return characters;
    }

    /** Whether a value was cut. */
    boolean cut() {
        return cut;
    }

    List<JsonNode> row() throws SQLException {
        List<JsonNode> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = value(i);
            characters += value.isString() ? value.stringValue().length() : NUMBER_CHARACTERS;
            row.add(value);
        }
        return row;
    }

    private JsonNode value(int column) throws SQLException {
        Object value = rows.getObject(column + 1);
        if (value instanceof Number number && times.contains(columns.get(column))) {
            return time(number.longValue());
        }
        return switch (value) {
            case null -> NODES.nullNode();
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Short number -> NODES.numberNode(number);
            case BigDecimal number -> decimal(number);
            case Float number -> finite(number.doubleValue());
            case Double number -> finite(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case byte[] bytes -> NODES.stringNode("[" + bytes.length + " bytes]");
            case Timestamp timestamp -> NODES.stringNode(timestamp(column, timestamp));
            default -> text(rows.getString(column + 1));
        };
    }

    private JsonNode text(@Nullable String text) {
        if (text == null) {
            return NODES.nullNode();
        }
        if (text.length() <= longest) {
            return NODES.stringNode(text);
        }
        cut = true;
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return NODES.stringNode(text.substring(0, end) + "… (" + (text.length() - end) + " more characters)");
    }

    /** JSON has no infinities; they are given as words. */
    private static JsonNode finite(double number) {
        return Double.isFinite(number) ? NODES.numberNode(number) : NODES.stringNode(Double.toString(number));
    }

    /** As short as it can be written, so that both databases give the same text for the same number. */
    private static JsonNode decimal(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.precision() - plain.scale() <= 18) {
            return NODES.numberNode(plain.longValueExact());
        }
        return Math.abs(plain.scale()) > 400 ? NODES.stringNode(plain.toString()) : NODES.numberNode(plain);
    }

    private static JsonNode time(long millis) {
        try {
            return NODES.stringNode(Instant.ofEpochMilli(millis).toString());
        } catch (DateTimeException e) {
            return NODES.numberNode(millis);
        }
    }

    private String timestamp(int column, Timestamp timestamp) throws SQLException {
        String type = rows.getMetaData().getColumnTypeName(column + 1);
        return type.equals("timestamptz")
                ? timestamp.toInstant().toString()
                : timestamp.toLocalDateTime().toString();
    }
}
