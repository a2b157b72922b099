package dev.writ.bench;

import java.util.List;

/** Measurements as one Markdown text. */
final class Report {
    private final StringBuilder text = new StringBuilder();

    Report(Machine machine, boolean quick) {
        text.append("# Writ in numbers\n\n")
                .append(quick ? "A quick run: few calls, rough figures.\n\n" : "")
                .append("""
                        Each figure is the middle one of its repeats, the spread their smallest and largest. Peers ran in the same \
                        run on the same machine. What each row means and what it does not say is in `docs/benchmarks.md`.

                        """)
                .append(machine.text());
    }

    void add(Measurement measurement, List<Row> rows) {
        text.append("\n## ")
                .append(measurement.title())
                .append("\n\n")
                .append(measurement.explanation())
                .append("\n\n| | Figure | Spread | Peer, same run | Target | Met |\n|---|---|---|---|---|---|\n");
        rows.forEach(row -> text.append("| ")
                .append(String.join(
                        " | ",
                        row.name(),
                        row.figure(),
                        row.spread(),
                        row.peer(),
                        row.target(),
                        row.met().word()))
                .append(" |\n"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
