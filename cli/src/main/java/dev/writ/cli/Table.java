package dev.writ.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lays cells out in columns. Where a line would not fit, the widest columns give way; the first, which names, last. */
final class Table {
    private static final int GAP = 2;
    private static final int WIDEST = 60;
    private static final int NARROWEST = 8;

    private Table() {}

    /**
     * The lines of a table.
     *
     * @param cells the headings, then the rows, all of the same length
     * @param most characters that fit into a line
     */
    static List<String> lines(List<List<String>> cells, int most) {
        int[] widths = widths(cells);
        fit(widths, most);
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0) {
                    String text = cut(row.get(i), widths[i]);
                    line.append(text).append(" ".repeat(widths[i] - length(text) + GAP));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** What each column needs; nothing where all its rows are empty. */
    private static int[] widths(List<List<String>> cells) {
        int[] widths = new int[cells.getFirst().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            boolean empty =
                    cells.stream().skip(1).allMatch(row -> row.get(column).isEmpty());
            widths[i] = empty
                    ? 0
                    : Math.min(
                            i == 0 ? Integer.MAX_VALUE : WIDEST,
                            cells.stream()
                                    .mapToInt(row -> length(row.get(column)))
                                    .max()
                                    .orElse(0));
        }
        return widths;
    }

    /** Narrows the widest columns; where that is not enough, the last ones are left out. */
    private static void fit(int[] widths, int most) {
        int last = widths.length - 1;
        while (total(widths) > most) {
            int widest = widest(widths);
            if (least(widths) > most && last > 1) {
                widths[last--] = 0;
            } else if (widths[widest] > NARROWEST && widest > 0) {
                widths[widest]--;
            } else {
                return;
            }
        }
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            if (widest == 0 || widths[i] > widths[widest]) {
                widest = i;
            }
        }
        return widest;
    }

    private static int total(int[] widths) {
        return IntStream.of(widths)
                        .filter(width -> width > 0)
                        .map(width -> width + GAP)
                        .sum()
                - GAP;
    }

    /** What the table takes at the least with all these columns. */
    private static int least(int[] widths) {
        int[] narrow = widths.clone();
        for (int i = 1; i < narrow.length; i++) {
            narrow[i] = Math.min(narrow[i], NARROWEST);
        }
        return total(narrow);
    }

    private static String cut(String text, int most) {
        if (length(text) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
