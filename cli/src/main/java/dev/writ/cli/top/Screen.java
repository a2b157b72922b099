package dev.writ.cli.top;

import java.io.PrintStream;
import java.util.List;

/**
 * The other screen of a terminal, on which lines are drawn; what was there before comes back at its end, and at the end of
 * the process, however that ends short of {@code kill -9}. Each line is placed by itself and cannot run into the next,
 * so that text which a terminal takes for wider than it is here spoils nothing else. Thread-safe.
 */
public final class Screen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";
    private static final String LEAVE = "\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final PrintStream out;
    private final boolean colours;
    private final Thread atExit = new Thread(this::leave);
    private List<Line> drawn = List.of();
    private boolean entered;
    private boolean ended;

    public Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
        Runtime.getRuntime().addShutdownHook(atExit);
        enter();
    }

    /** Shows it, at first and again after {@link #leave()}. */
    public synchronized void enter() {
        if (!ended && !entered) {
            entered = true;
            drawn = List.of();
            write(ENTER);
        }
    }

    /** Gives the terminal back what it showed before. */
    public synchronized void leave() {
        ended = ended || Thread.currentThread().equals(atExit);
        if (entered) {
            entered = false;
            write(LEAVE);
        }
    }

    /** Draws everything anew the next time. */
    public synchronized void forget() {
        drawn = List.of();
        if (entered) {
            write("\u001b[2J");
        }
    }

    /** Draws what differs from what was drawn last. */
    public synchronized void draw(List<Line> lines) {
        if (!entered) {
            return;
        }
        StringBuilder all = new StringBuilder();
        for (int row = 0; row < lines.size(); row++) {
            if (row >= drawn.size() || !drawn.get(row).equals(lines.get(row))) {
                // Erased before and not behind: at the end of a full line that would take its last character.
                all.append("\u001b[").append(row + 1).append(";1H\u001b[2K").append(text(lines.get(row)));
            }
        }
        drawn = List.copyOf(lines);
        if (!all.isEmpty()) {
            write(all.toString());
        }
    }

    private String text(Line line) {
        StringBuilder text = new StringBuilder();
        for (Line.Piece piece : line.pieces()) {
            String code = piece.style().code(colours);
            text.append(code.isEmpty() ? "" : "\u001b[" + code + "m").append(piece.text());
            text.append(code.isEmpty() ? "" : "\u001b[0m");
        }
        return text.toString();
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has nothing left to do.
            return;
        }
    }
}
