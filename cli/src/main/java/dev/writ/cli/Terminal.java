package dev.writ.cli;

import dev.writ.cli.tty.Columns;
import dev.writ.cli.tty.Harmless;
import dev.writ.cli.tty.Tty;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where output goes: data to stdout, everything else to stderr. Text from agents and tools loses its control characters
 * here, so that nothing they say can steer the terminal.
 */
final class Terminal {
    private static final int UNLIMITED = 2_000;
    private static final int USUAL_COLUMNS = 100;
    private static final int LEAST_COLUMNS = 40;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    private final boolean colour;
    private final boolean interactive;
    private final boolean terminal;
    private final Map<String, String> environment;
    private int columns;
    private PrintStream last = out;
    private Optional<LiveLine> live = Optional.empty();

    /** @param noInput never ask, whatever the terminal can do */
    @SuppressWarnings("SystemConsoleNull") // some runtimes still have none
    Terminal(Map<String, String> environment, boolean noColour, boolean noInput) {
        Console console = System.console();
        this.environment = environment;
        this.terminal = console != null && console.isTerminal();
        this.interactive = terminal && !noInput && Tty.isPossible();
        this.colour = terminal
                && !noColour
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** One line of data. */
    void data(String line) {
        print(out, line);
    }

    /** One line for the person. */
    void message(String line) {
        print(err, line);
    }

    private synchronized void print(PrintStream stream, String line) {
        settle();
        stream.println(clean(line));
        last = stream;
    }

    /**
     * Has the line that was written last change each second until something else is written. Nothing happens where it is not
     * seen at a terminal, or takes more than one row there.
     *
     * @param now the line as it is at that time
     */
    synchronized void keepLive(String line, Supplier<String> now) {
        if (isScreen() && (last.equals(out) || Tty.isSeen()) && isOneRow(line)) {
            LiveLine started = new LiveLine(last, clean(line), now);
            live = Optional.of(started);
            started.startIn(this);
        }
    }

    /** Whether the line is live still. */
    synchronized boolean redraw(LiveLine line) {
        if (live.filter(line::equals).isEmpty()) {
            return false;
        }
        String text = line.now().get();
        // Rows of a window that was made narrower stand elsewhere.
        if (!isOneRow(line.settled()) || !isOneRow(text)) {
            return false;
        }
        line.write(clean(text));
        return true;
    }

    private void settle() {
        live.filter(line -> isOneRow(line.settled())).ifPresent(line -> line.write(line.settled()));
        live = Optional.empty();
    }

    private static boolean isOneRow(String line) {
        int width = Tty.here().map(tty -> tty.size().columns()).orElse(0);
        return Columns.of(line.replaceAll("\u001b\\[[0-9]*m", "")) < width && line.indexOf('\n') < 0;
    }

    /** Text without a line end for the person. */
    synchronized void prompt(String text) {
        settle();
        err.print(clean(text));
        err.flush();
    }

    /** How many characters fit into a line; many where the output is no terminal, so that nothing is cut there. */
    int columns() {
        if (columns == 0) {
            columns = terminal ? width(environment) : UNLIMITED;
        }
        return columns;
    }

    /** The text, shortened where it is longer than this. */
    String fitted(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
    }

    /** Whether a person can be asked. */
    boolean isInteractive() {
        return interactive;
    }

    /** Whether the whole screen can be drawn on. */
    boolean isScreen() {
        return terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    boolean isColoured() {
        return colour;
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String good(String text) {
        return coloured("32", text);
    }

    String wait(String text) {
        return coloured("33", text);
    }

    String bad(String text) {
        return coloured("31", text);
    }

    String dim(String text) {
        return coloured("2", text);
    }

    private static int width(Map<String, String> environment) {
        try {
            return Math.max(LEAST_COLUMNS, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException e) {
            return WindowSize.columns().orElse(USUAL_COLUMNS);
        }
    }

    private String coloured(String code, String text) {
        return colour ? "\u001b[" + code + "m" + strip(text) + "\u001b[0m" : strip(text);
    }

    /** Keeps tabs, line ends and this class's own colours; drops every other control, invisible and direction character. */
    private static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b' && isOwnColour(text, i)) {
                int end = text.indexOf('m', i);
                kept.append(text, i, end + 1);
                i = end;
            } else if (c == '\n' || c == '\t' || Harmless.isSeen(text, i)) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static String strip(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\t' || Harmless.isSeen(text, i)) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static boolean isOwnColour(String text, int at) {
        return text.startsWith("\u001b[0m", at)
                || text.startsWith("\u001b[1m", at)
                || text.startsWith("\u001b[2m", at)
                || text.startsWith("\u001b[31m", at)
                || text.startsWith("\u001b[32m", at)
                || text.startsWith("\u001b[33m", at);
    }
}
