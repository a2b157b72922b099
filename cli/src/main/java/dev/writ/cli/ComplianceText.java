package dev.writ.cli;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A compliance report as text: each section with its figures and rows, then what it is evidence of. */
record ComplianceText(Terminal terminal) {
    void print(JsonNode report) {
        terminal.data("From " + report.path("from").asString() + " until "
                + report.path("until").asString() + ", made "
                + report.path("made_at").asString());
        report.path("sections").forEach(this::section);
        terminal.data("");
        terminal.data("WHAT THIS IS EVIDENCE OF");
        report.path("controls").forEach(this::control);
        terminal.data("");
        terminal.data(report.path("controls_note").asString());
    }

    private void section(JsonNode section) {
        terminal.data("");
        terminal.data(section.path("title").asString().toUpperCase(java.util.Locale.ROOT));
        terminal.data(section.path("figures")
                .valueStream()
                .map(figure -> figure.path("value").asString() + " "
                        + figure.path("name").asString())
                .collect(Collectors.joining(", ")));
        if (!section.path("rows").isEmpty()) {
            Listing.print(
                    terminal,
                    OutputFormat.TABLE,
                    section.path("rows"),
                    section.path("columns")
                            .valueStream()
                            .map(column -> column.path("key").asString())
                            .toList());
        }
        long left = section.path("left_out").asLong(0);
        if (left > 0) {
            terminal.data(left + " more are left out; choose a shorter time to see them.");
        }
        String note = section.path("note").asString("");
        if (!note.isEmpty()) {
            terminal.data(note);
        }
    }

    private void control(JsonNode control) {
        terminal.data("");
        terminal.data(control.path("framework").asString() + " "
                + control.path("id").asString() + ": " + control.path("title").asString());
        terminal.data("  shown: " + control.path("evidence").asString());
        terminal.data("  not covered: " + control.path("not_covered").asString());
    }
}
