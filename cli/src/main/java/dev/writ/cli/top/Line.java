package dev.writ.cli.top;

import dev.writ.cli.tty.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One line of the screen, in pieces that are shown alike. */
public record Line(List<Piece> pieces) {
    /** Text with its style. */
    public record Piece(String text, Style style) {}

    static final Line EMPTY = new Line(List.of());

    public Line {
        pieces = List.copyOf(pieces);
    }

    static Line of(String text, Style style) {
        return new Line(List.of(new Piece(text, style)));
    }

    Line and(String text, Style style) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(text, style));
        return new Line(more);
    }

    /** What it says. */
    public String text() {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** No wider than this. */
    Line fit(int columns) {
        List<Piece> kept = new ArrayList<>();
        int left = columns;
        for (Piece piece : pieces) {
            String text = Columns.fit(piece.text(), left);
            kept.add(new Piece(text, piece.style()));
            left -= Columns.of(text);
            if (!text.equals(piece.text())) {
                break;
            }
        }
        return new Line(kept);
    }

    /** All of it in one style, as wide as the screen. */
    Line filled(int columns, Style style) {
        String text = Columns.fit(text(), columns);
        return of(text + " ".repeat(Math.max(0, columns - Columns.of(text))), style);
    }
}
