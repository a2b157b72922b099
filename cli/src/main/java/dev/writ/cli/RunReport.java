package dev.writ.cli;

import tools.jackson.databind.JsonNode;

/** Prints the end of a request for people. */
final class RunReport {
    private RunReport() {}

    static void print(Terminal terminal, JsonNode report) {
        String status = report.path("status").asString();
        terminal.message("");
        String result = report.path("result").asString("");
        JsonNode error = report.path("error");
        boolean saidOnce = result.equals(error.path("message").asString(""));
        if (!result.isBlank() && !saidOnce) {
            terminal.data(result);
        }
        for (JsonNode finding : report.path("findings")) {
            String place = finding.path("place").asString("");
            terminal.data(
                    "• " + finding.path("title").asString() + (place.isEmpty() ? "" : "  " + terminal.dim(place)));
        }
        for (JsonNode file : report.path("files_changed")) {
            terminal.data("changed " + file.asString());
        }
        if (error.isObject()) {
            terminal.message(terminal.bad(error.path("message").asString()) + "\n"
                    + error.path("hint").asString() + " [" + error.path("code").asString() + "]");
        }
        String line = status + " in " + report.path("seconds").asString() + " s · "
                + report.path("tool_calls").asString() + " tool calls, "
                + report.path("denied").asString() + " denied · "
                + report.path("grants").size() + " grants · model "
                + report.path("model").asString();
        terminal.message(status.equals("completed") ? terminal.good("✓ ") + line : terminal.bad("✗ ") + line);
    }
}
