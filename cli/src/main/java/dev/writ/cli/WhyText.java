package dev.writ.cli;

import dev.writ.Json;
import tools.jackson.databind.JsonNode;

/** An explanation as text: a line for each step, and the decision last. */
record WhyText(Terminal terminal) {
    void print(JsonNode why) {
        terminal.data(
                terminal.bold(text(why, "operation")) + " for " + text(why, "task") + ", agent " + text(why, "agent"));
        if (why.has("recorded")) {
            recorded(why.path("recorded"));
        }
        why.path("touches").forEach(touched -> line("touches", touched.asString()));
        why.path("steps").forEach(this::step);
        switch (text(why, "decision")) {
            case "allowed" -> terminal.data(terminal.good("allowed") + " by the " + text(why, "by"));
            case "denied" -> denied(why);
            default -> {
                terminal.data(terminal.bad("failed") + " (" + text(why, "rule") + "): " + text(why, "sentence"));
                terminal.data("  " + text(why, "hint"));
            }
        }
    }

    private void recorded(JsonNode record) {
        String rule = text(record, "rule");
        line(
                "recorded",
                text(record, "outcome") + " at " + text(record, "at") + (rule.isEmpty() ? "" : " by rule " + rule)
                        + (text(record, "grant").isEmpty() ? "" : " under " + text(record, "grant")));
    }

    private void step(JsonNode step) {
        String name = text(step, "name");
        line(
                text(step, "part"),
                (step.path("helps").asBoolean(false) ? terminal.good("yes") : terminal.bad("no ")) + "  "
                        + (name.isEmpty() ? "" : name + ": ") + text(step, "sentence"));
    }

    private void denied(JsonNode why) {
        terminal.data(terminal.bad("denied") + " by rule " + text(why, "rule") + ": " + text(why, "sentence"));
        if (why.path("hidden").asBoolean(false)) {
            terminal.data("  The agent is told only that there is no such operation.");
        }
        terminal.data(
                why.path("smallest_request").isEmpty()
                        ? "  No request would allow it."
                        : "  Smallest request that would allow it: need_more_tools "
                                + Json.write(why.path("smallest_request")));
    }

    private void line(String part, String text) {
        terminal.data("  " + "%-11s".formatted(part) + text);
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
