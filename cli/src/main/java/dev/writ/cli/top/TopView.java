package dev.writ.cli.top;

import dev.writ.cli.tty.Columns;
import dev.writ.cli.tty.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Draws the state: a function of it, the moment and the size of the window. */
public final class TopView {
    private static final String MARGIN = "            ";
    private static final int CLOCK = 7;
    private static final int NARROW = 100;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> HELP = List.of(
            "Keys",
            "",
            "  ↑ ↓  j k        move",
            "  PgUp PgDn  g G  move far; to the beginning, to the end",
            "  Tab             to the next section",
            "  Enter           open what is marked; again or Esc: back",
            "  /               show only what holds a text; Esc: everything",
            "  a  d            decide on the marked approval: opens the question,",
            "                  where only the whole word approve approves",
            "  Ctrl-L          draw anew",
            "  Ctrl-Z          stop; fg goes on",
            "  q  Ctrl-C       quit",
            "",
            "Times: what is left of approvals and grants; how old tasks are.");

    private TopView() {}

    /** As many lines as the window has rows, none wider than it. */
    public static List<Line> draw(TopState state, Instant now, Size size) {
        List<Line> lines = new ArrayList<>();
        lines.add(header(state, size));
        int room = Math.max(0, size.rows() - 2);
        List<Line> body =
                switch (state.mode()) {
                    case HELP ->
                        HELP.stream().map(text -> Line.of(text, Style.PLAIN)).toList();
                    case DETAIL -> detail(state, size, room);
                    case LIST, FILTER -> sections(state, now, size.columns(), room);
                };
        body.stream().limit(room).map(line -> line.fit(size.columns())).forEach(lines::add);
        while (lines.size() < size.rows() - 1) {
            lines.add(Line.EMPTY);
        }
        lines.add(footer(state, size));
        return lines.subList(0, Math.min(lines.size(), size.rows()));
    }

    private static Line header(TopState state, Size size) {
        Snapshot snapshot = state.snapshot();
        String left = " writ top  " + count(state, Section.APPROVALS, "waiting", "waiting") + " · "
                + count(state, Section.TASKS, "live task", "live tasks") + " · "
                + count(state, Section.GRANTS, "grant", "grants");
        List<String> rights = snapshot.answers()
                ? List.of("model " + snapshot.model() + " · " + snapshot.server() + " ", snapshot.server() + " ", "")
                : List.of("NO SERVER ANSWERS, trying again ");
        String right = rights.stream()
                .filter(text -> Columns.of(left) + 2 + Columns.of(text) <= size.columns())
                .findFirst()
                .orElse(rights.getLast());
        int between = size.columns() - Columns.of(left) - Columns.of(right);
        // Where both do not fit, what is wrong is said first.
        String line =
                between >= 2 || right.isEmpty() ? left + " ".repeat(Math.max(0, between)) + right : " " + right + left;
        return Line.of(line, Style.BAR).filled(size.columns(), Style.BAR);
    }

    private static String count(TopState state, Section section, String one, String many) {
        long count = state.snapshot().rows().stream()
                .filter(row -> row.section() == section && row.style() != Style.DIM)
                .count();
        return count + " " + (count == 1 ? one : many);
    }

    private static Line footer(TopState state, Size size) {
        String keys =
                switch (state.mode()) {
                    case FILTER -> "/" + state.filter() + "▏  Enter keeps it, Esc shows everything";
                    case HELP -> " any key: back";
                    case DETAIL ->
                        " ↑↓ scroll  Esc back" + (state.approval().isPresent() ? "  a/d decide" : "")
                                + "  ? help  q quit";
                    case LIST ->
                        " ↑↓ move  Enter open  / filter" + (state.approval().isPresent() ? "  a/d decide" : "")
                                + "  ? help  q quit" + (state.filter().isEmpty() ? "" : "   only: " + state.filter());
                };
        return Line.of(keys, Style.DIM).fit(size.columns());
    }

    private static List<Line> sections(TopState state, Instant now, int columns, int room) {
        Map<Section, Integer> heights = heights(state, room);
        List<Line> lines = new ArrayList<>();
        for (Section section : Section.values()) {
            List<Row> rows = state.rows(section);
            int height = heights.getOrDefault(section, 0);
            int first = first(rows, state.selected(), height);
            int last = Math.min(rows.size(), first + height);
            String more = last - first < rows.size() ? "  " + (first + 1) + " to " + last + " of " + rows.size() : "";
            lines.add(Line.of(" " + section.heading(), Style.BOLD).and(more, Style.DIM));
            if (rows.isEmpty()) {
                String why = state.filter().isEmpty() ? section.nothing() : "nothing that holds " + state.filter();
                lines.add(Line.of("   " + why, Style.DIM));
            }
            for (Row row : rows.subList(first, last)) {
                Line line = line(row, now, columns);
                lines.add(row.id().equals(state.selected()) ? line.filled(columns, Style.BAR) : line);
            }
        }
        return lines;
    }

    /** How many rows each section gets: what it needs, or its share, and what others leave. */
    private static Map<Section, Integer> heights(TopState state, int room) {
        Map<Section, Integer> heights = new EnumMap<>(Section.class);
        int left = room - Section.values().length;
        for (Section section : Section.values()) {
            left -= state.rows(section).isEmpty() ? 1 : 0;
            heights.put(section, 0);
        }
        boolean more = true;
        while (left > 0 && more) {
            more = false;
            for (Section section : Section.values()) {
                int height = heights.getOrDefault(section, 0);
                if (left > 0 && height < state.rows(section).size()) {
                    heights.put(section, height + 1);
                    left--;
                    more = true;
                }
            }
        }
        return heights;
    }

    /** The first row shown, so that the one the person is at is shown too. */
    private static int first(List<Row> rows, String selected, int height) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id().equals(selected)) {
                return Math.clamp(i - height / 2, 0, Math.max(0, rows.size() - height));
            }
        }
        return 0;
    }

    private static Line line(Row row, Instant now, int columns) {
        Duration time = row.clock() ? Duration.between(now, row.at()) : Duration.between(row.at(), now);
        boolean soon = row.clock() && time.compareTo(SOON) < 0;
        int state = columns < NARROW ? 13 : 19;
        int who = columns < NARROW ? 12 : 20;
        return Line.of("  ", Style.PLAIN)
                .and(row.mark() + " " + cell(row.state(), state), row.style())
                .and(" " + cell(row.who(), who) + " ", Style.PLAIN)
                .and(
                        " ".repeat(Math.max(0, CLOCK - Countdown.of(time).length())) + Countdown.of(time),
                        soon ? Style.BAD : Style.DIM)
                .and("  " + row.what(), row.style() == Style.DIM ? Style.DIM : Style.PLAIN)
                .fit(columns);
    }

    private static String cell(String text, int columns) {
        String kept = Columns.fit(text, columns);
        return kept + " ".repeat(columns - Columns.of(kept));
    }

    private static List<Line> detail(TopState state, Size size, int room) {
        Snapshot snapshot = state.snapshot();
        if (!snapshot.opened().equals(state.selected())) {
            return List.of(Line.of(" Asking for " + state.selected() + " …", Style.DIM));
        }
        int first = Math.min(state.scroll(), mostScroll(state, size));
        return wrapped(state, size)
                .skip(first)
                .limit(room)
                .map(text -> Line.of(text, Style.PLAIN))
                .toList();
    }

    /** How many lines of the detail can be above the screen, with the last of it at the bottom. */
    public static int mostScroll(TopState state, Size size) {
        return Math.max(0, (int) wrapped(state, size).count() - Math.max(0, size.rows() - 2));
    }

    private static Stream<String> wrapped(TopState state, Size size) {
        return state.snapshot().detail().stream().flatMap(text -> wrap(text, size.columns()).stream());
    }

    /** In lines that fit, broken between words where there are some; what goes on is moved in. */
    private static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String left = text;
        while (Columns.of(left) > columns && columns > 2 * MARGIN.length()) {
            int end = ending(left, columns);
            int space = left.lastIndexOf(' ', end);
            int cut = space > columns / 2 ? space : end;
            lines.add(left.substring(0, cut));
            left = MARGIN + left.substring(cut).strip();
        }
        lines.add(left);
        return lines;
    }

    /** Up to where the text fits. */
    private static int ending(String text, int columns) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            used += Columns.of(character);
            if (used > columns) {
                return at;
            }
            at += Character.charCount(character);
        }
        return at;
    }
}
