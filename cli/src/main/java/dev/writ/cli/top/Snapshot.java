package dev.writ.cli.top;

import java.util.List;

/**
 * What the server said last.
 *
 * @param server where it is
 * @param model the model it uses
 * @param answers whether it answers now
 * @param opened the id of what the detail is about; empty for none
 * @param detail about that, line by line, harmless
 */
public record Snapshot(
        String server, String model, boolean answers, List<Row> rows, String opened, List<String> detail) {
    public Snapshot {
        rows = List.copyOf(rows);
        detail = List.copyOf(detail);
    }

    /** Before anything was heard. */
    public static Snapshot none(String server) {
        return new Snapshot(server, "", true, List.of(), "", List.of());
    }

    /** The same, of a server that does not answer any more. */
    public Snapshot silent() {
        return new Snapshot(server, model, false, rows, opened, detail);
    }

    /** With what is known about one thing. */
    public Snapshot with(String id, List<String> about) {
        return new Snapshot(server, model, answers, rows, id, about);
    }
}
