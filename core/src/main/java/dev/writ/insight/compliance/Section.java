package dev.writ.insight.compliance;

import java.util.List;
import java.util.Map;

/**
 * One part of a report: a few figures, and rows that say the same in particular.
 *
 * @param id by which controls and programs name it
 * @param shows what it is about, as one sentence
 * @param columns names by the key that rows have them under, in order
 * @param leftOut how many rows there are beyond those listed
 * @param note what has to be known to read it; empty where nothing
 */
public record Section(
        String id,
        String title,
        String shows,
        List<Figure> figures,
        List<Column> columns,
        List<Line> rows,
        long leftOut,
        String note) {
    /** Rows beyond these are counted only. */
    static final int MOST_ROWS = 200;

    public Section {
        figures = List.copyOf(figures);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    public record Figure(String id, String name, long value, Behind behind) {}

    public record Column(String key, String name) {}

    /** @param values texts, whole numbers, truth values, lists of texts, or scopes as JSON */
    public record Line(Map<String, Object> values, Behind behind) {}

    /** Columns from pairs of a key and a name. */
    static List<Column> columns(String... pairs) {
        List<Column> columns = new java.util.ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.add(new Column(pairs[i], pairs[i + 1]));
        }
        return columns;
    }

    /** The rows that are listed, and how many are not. */
    static Section of(
            String id,
            String title,
            String shows,
            List<Figure> figures,
            List<Column> columns,
            List<Line> rows,
            String note) {
        List<Line> listed = rows.subList(0, Math.min(MOST_ROWS, rows.size()));
        return new Section(id, title, shows, figures, columns, listed, rows.size() - listed.size(), note);
    }
}
