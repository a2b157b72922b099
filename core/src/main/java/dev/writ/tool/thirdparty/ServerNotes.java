package dev.writ.tool.thirdparty;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What happened to a server lately, a line each: the oldest lines go first. Safe for use by many threads. */
final class ServerNotes {
    private static final int MOST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(Instant at, String line) {
        put(at + "  " + line);
    }

    /** What the server itself said, as it ended. */
    synchronized void addAll(List<String> said) {
        said.forEach(line -> put("  | " + line));
    }

    private void put(String line) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** All of them, and behind them what the server that runs has said so far. */
    synchronized List<String> with(List<String> said) {
        List<String> all = new ArrayList<>(lines);
        said.forEach(line -> all.add("  | " + line));
        return List.copyOf(all);
    }
}
