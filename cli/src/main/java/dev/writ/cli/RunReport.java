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
        if (!result.isBlank() && !result.equals(error.path("message").asString(""))) {
            terminal.data(result);
        }
        for (JsonNode finding : report.path("findings")) {
            String title = finding.path("title").asString();
            String place = finding.path("place").asString("");
            if (!isIn(result, title, place)) {
                terminal.data("• " + title + (place.isEmpty() ? "" : "  " + terminal.dim(place)));
            }
        }
        for (JsonNode file : report.path("files_changed")) {
            if (!result.contains(file.asString())) {
                terminal.data("changed " + file.asString());
            }
        }
        if (error.isObject()) {
            String message = error.path("message").asString();
            terminal.message((result.length() > message.length() && result.startsWith(message)
                            ? ""
                            : terminal.bad(message) + "\n")
                    + error.path("hint").asString() + " [" + error.path("code").asString() + "]");
        }
        String line = status + " in " + report.path("seconds").asString() + " s · "
                + count(report.path("tool_calls").asLong(0), "tool call") + ", "
                + report.path("denied").asString() + " denied · "
                + count(report.path("grants").size(), "grant") + " · model "
                + report.path("model").asString();
        terminal.message(status.equals("completed") ? terminal.good("✓ ") + line : terminal.bad("✗ ") + line);
    }

    /** What the result has said already need not be said again. */
    private static boolean isIn(String result, String title, String place) {
        return place.isEmpty() ? result.contains(title) : result.contains(place);
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
