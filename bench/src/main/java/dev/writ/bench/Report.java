package dev.writ.bench;

import java.time.Duration;
import java.util.List;

/** Measurements as one Markdown text. */
final class Report {
    private final StringBuilder text = new StringBuilder();
    private final boolean quick;

    Report(Machine machine, boolean quick) {
        this.quick = quick;
        text.append("# Writ in numbers\n\n")
                .append(quick ? "A quick run: few calls, rough figures.\n\n" : "")
                .append("""
                        Each figure is the middle one of its repeats, the spread their smallest and largest. Peers ran in the same \
                        run on the same machine. What each row means and what it does not say is in `docs/performance.md`.

                        """)
                .append(machine.text());
    }

    /**
     * What it took to measure.
     *
     * @param loadBefore of the system, of the last minute; negative where it does not say
     */
    record Effort(Duration took, double loadBefore, double loadAfter) {}

    void add(Measurement measurement, List<Row> rows, Effort effort) {
        text.append("\n## ")
                .append(measurement.title())
                .append("\n\n")
                .append(measurement.explanation())
                .append("\n\n")
                .append(how(measurement, effort))
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

    private String how(Measurement measurement, Effort effort) {
        String load = effort.loadBefore() < 0
                ? ""
                : ", at a load of " + Spans.digits(effort.loadBefore()) + " before and "
                        + Spans.digits(effort.loadAfter()) + " after";
        return "`./writ bench " + (quick ? "--quick " : "") + "--only " + measurement.name() + "` took "
                + effort.took().toSeconds() + " s" + load + ".";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
