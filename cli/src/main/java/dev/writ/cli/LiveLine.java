package dev.writ.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The line that was written last, at a terminal: written anew each second, where it stands. As soon as something else is to
 * be written, {@link Terminal} writes it once more as it was at first, so that what scrolls away is the same everywhere.
 *
 * @param stream where it was written
 * @param settled as it was at first
 * @param now as it is now
 */
record LiveLine(PrintStream stream, String settled, Supplier<String> now) {
    private static final String KEEP_CURSOR = "\u001b7";
    private static final String LINE_ABOVE_EMPTIED = "\r\u001b[1A\u001b[2K";
    private static final String CURSOR_AGAIN = "\u001b8";

    /** Writes it anew as long as it is the last line of the terminal. */
    void startIn(Terminal terminal) {
        Thread.ofVirtual().name("writ-live-line").start(() -> {
            while (pause() && terminal.redraw(this)) {
                // It has been written.
            }
        });
    }

    /** What is typed below it stays, and so does the place of the cursor. */
    void write(String text) {
        stream.print(KEEP_CURSOR + LINE_ABOVE_EMPTIED + text + CURSOR_AGAIN);
        stream.flush();
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
