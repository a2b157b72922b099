package dev.writ.cli.top;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is on the screen: what the server said, and where the person is in it. Immutable; keys and news give a new one.
 *
 * @param selected the id of the row the person is at; empty before there is one
 * @param filter only rows that hold this are shown
 * @param scroll how many lines of the detail are above the screen
 */
public record TopState(Snapshot snapshot, Mode mode, String selected, String filter, int scroll) {
    private static final int PAGE = 10;
    private static final int FAR = 1_000_000;

    /** What keys mean now. */
    public enum Mode {
        LIST,
        FILTER,
        DETAIL,
        HELP
    }

    public static TopState of(Snapshot snapshot) {
        return new TopState(snapshot, Mode.LIST, "", "", 0).settled();
    }

    /** With what the server says now. */
    public TopState with(Snapshot news) {
        return new TopState(news, mode, selected, filter, scroll).settled();
    }

    /** What is shown, section by section. */
    List<Row> rows() {
        return Arrays.stream(Section.values())
                .flatMap(section -> rows(section).stream())
                .toList();
    }

    List<Row> rows(Section section) {
        return snapshot.rows().stream()
                .filter(row -> row.section() == section && row.holds(filter))
                .toList();
    }

    /** Where the person is. */
    public Optional<Row> current() {
        return snapshot.rows().stream().filter(row -> row.id().equals(selected)).findFirst();
    }

    /** The approval the person is at, in the list or in its detail. */
    public Optional<Row> approval() {
        boolean there = mode == Mode.LIST || mode == Mode.DETAIL;
        return current().filter(row -> there && row.section() == Section.APPROVALS);
    }

    /** What the detail is to be about; empty where none is open. */
    public String wanted() {
        return mode == Mode.DETAIL ? selected : "";
    }

    /** What the key makes of it. Keys that leave the screen are not handled here. */
    public TopState press(Key key) {
        return switch (mode) {
            case HELP -> in(Mode.LIST);
            case FILTER -> filtering(key);
            case DETAIL -> reading(key);
            case LIST -> listing(key);
        };
    }

    private TopState listing(Key key) {
        return switch (key) {
            case Key.Typed(int c) ->
                switch (c) {
                    case 'j' -> move(1);
                    case 'k' -> move(-1);
                    case 'g' -> move(-rows().size());
                    case 'G' -> move(rows().size());
                    case '/' -> in(Mode.FILTER);
                    case '?', 'h' -> in(Mode.HELP);
                    default -> this;
                };
            case Key.Named named ->
                switch (named) {
                    case UP -> move(-1);
                    case DOWN -> move(1);
                    case PAGE_UP -> move(-PAGE);
                    case PAGE_DOWN -> move(PAGE);
                    case HOME -> move(-rows().size());
                    case END -> move(rows().size());
                    case TAB -> nextSection();
                    case ENTER -> selected.isEmpty() ? this : new TopState(snapshot, Mode.DETAIL, selected, filter, 0);
                    case ESCAPE -> new TopState(snapshot, mode, selected, "", 0).settled();
                    case BACKSPACE, INTERRUPT, STOP, REDRAW, OTHER -> this;
                };
        };
    }

    private TopState filtering(Key key) {
        return switch (key) {
            case Key.Typed(int c) -> filteredBy(filter + Character.toString(c));
            case Key.Named named ->
                switch (named) {
                    case ENTER -> in(Mode.LIST);
                    case ESCAPE -> filteredBy("").in(Mode.LIST);
                    case BACKSPACE ->
                        filter.isEmpty()
                                ? in(Mode.LIST)
                                : filteredBy(filter.substring(0, filter.offsetByCodePoints(filter.length(), -1)));
                    case UP -> move(-1);
                    case DOWN -> move(1);
                    case PAGE_UP, PAGE_DOWN, HOME, END, TAB, INTERRUPT, STOP, REDRAW, OTHER -> this;
                };
        };
    }

    private TopState reading(Key key) {
        return switch (key) {
            case Key.Typed(int c) ->
                switch (c) {
                    case 'j' -> scrolled(1);
                    case 'k' -> scrolled(-1);
                    case 'g' -> scrolled(-scroll);
                    case 'G' -> scrolled(FAR);
                    case '?', 'h' -> in(Mode.HELP);
                    default -> this;
                };
            case Key.Named named ->
                switch (named) {
                    case UP -> scrolled(-1);
                    case DOWN -> scrolled(1);
                    case PAGE_UP -> scrolled(-PAGE);
                    case PAGE_DOWN -> scrolled(PAGE);
                    case HOME -> scrolled(-scroll);
                    case END -> scrolled(FAR);
                    case ESCAPE, BACKSPACE, ENTER -> in(Mode.LIST);
                    case TAB, INTERRUPT, STOP, REDRAW, OTHER -> this;
                };
        };
    }

    private TopState in(Mode other) {
        return new TopState(snapshot, other, selected, filter, scroll).settled();
    }

    private TopState filteredBy(String text) {
        return new TopState(snapshot, mode, selected, text, scroll).settled();
    }

    private TopState scrolled(int lines) {
        return new TopState(snapshot, mode, selected, filter, Math.clamp((long) scroll + lines, 0, FAR));
    }

    /** Scrolled no further than there is something to see, which depends on the window. */
    public TopState within(int most) {
        return scroll <= most ? this : new TopState(snapshot, mode, selected, filter, most);
    }

    private TopState move(int by) {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            return this;
        }
        int at = Math.clamp(position(rows) + by, 0, rows.size() - 1);
        return new TopState(snapshot, mode, rows.get(at).id(), filter, scroll);
    }

    private TopState nextSection() {
        List<Row> rows = rows();
        Optional<Section> here = current().map(Row::section);
        for (int i = 1; i <= rows.size(); i++) {
            Row row = rows.get((position(rows) + i) % rows.size());
            boolean first = rows(row.section()).getFirst().equals(row);
            if (first && !here.equals(Optional.of(row.section()))) {
                return new TopState(snapshot, mode, row.id(), filter, scroll);
            }
        }
        return this;
    }

    private int position(List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id().equals(selected)) {
                return i;
            }
        }
        return 0;
    }

    /** At a row that is there: where the one the person was at has gone, at the first. An open detail stays. */
    private TopState settled() {
        List<Row> rows = rows();
        boolean there = rows.stream().anyMatch(row -> row.id().equals(selected));
        if (there || mode == Mode.DETAIL) {
            return this;
        }
        return new TopState(
                snapshot, mode, rows.isEmpty() ? "" : rows.getFirst().id(), filter, scroll);
    }
}
