package dev.writ.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an agent saw and could call at its steps, as text. What others wrote is quoted. */
record StepText(Terminal terminal) {
    /** @param whole with the words of every block */
    void context(JsonNode context, boolean whole) {
        terminal.data(terminal.bold("Step " + context.path("step").asInt()) + " of " + text(context, "agent")
                + ", task " + text(context, "task") + ": " + standing(context));
        terminal.data(context.path("tokens").asLong() + " tokens"
                + (context.path("counted").asBoolean(false) ? "" : ", estimated") + "; steps " + context.path("steps"));
        context.path("gaps").forEach(gap -> terminal.data(terminal.wait("not exact") + "  " + gap.asString()));
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("WHAT", "WHICH", "POSITION", "FROM", "TRUST", "TOKENS", "CHANGE"));
        for (JsonNode block : context.path("blocks")) {
            cells.add(List.of(
                    text(block, "kind"),
                    text(block, "title"),
                    block.path("position").asInt(0) == 0
                            ? ""
                            : block.path("position").asString(""),
                    text(block, "origin"),
                    text(block, "integrity"),
                    block.path("tokens").asString(""),
                    text(block, "change").equals("same") ? "" : text(block, "change")));
        }
        context.path("removed")
                .forEach(name -> cells.add(List.of("function", name.asString(), "", "", "", "", "removed")));
        Table.lines(cells, terminal.columns()).forEach(terminal::data);
        if (whole) {
            context.path("blocks").forEach(this::words);
        }
    }

    private static String standing(JsonNode context) {
        return switch (text(context, "state")) {
            case "next" -> "as its model would read it now";
            case "failed" -> "as it was read by " + text(context, "model") + ", which failed";
            default -> "as it was read by " + text(context, "model");
        };
    }

    private void words(JsonNode block) {
        terminal.data("");
        terminal.data(terminal.bold(text(block, "kind") + " " + text(block, "title")) + " (" + text(block, "origin")
                + ", " + text(block, "integrity") + ")");
        for (String line : text(block, "text").split("\n", -1)) {
            terminal.data("  | " + line);
        }
    }

    void tools(JsonNode steps) {
        if (steps.isEmpty()) {
            terminal.message("No model was asked.");
        }
        steps.forEach(this::step);
    }

    private void step(JsonNode step) {
        terminal.data(terminal.bold("Step " + step.path("step").asInt()) + "  " + text(step, "at"));
        line("available", step.path("known").asBoolean(false) ? available(step) : "not on record");
        step.path("granted")
                .forEach(grant -> line(
                        "granted",
                        text(grant, "tool") + " by " + text(grant, "approved_by") + ": "
                                + ScopeWords.of(grant.path("scope"))));
        step.path("ended").forEach(grant -> line("ended", text(grant, "tool") + ": " + text(grant, "state")));
        for (JsonNode call : step.path("calls")) {
            boolean denied = text(call, "outcome").equals("denied");
            String name = List.of("", "core").contains(text(call, "tool"))
                    ? text(call, "operation")
                    : text(call, "tool") + "." + text(call, "operation");
            String sentence = text(call, "sentence");
            line(
                    denied ? terminal.bad("denied   ") : "called",
                    name + ": " + text(call, "outcome")
                            + (denied ? " by rule " + text(call, "rule") : "")
                            + (sentence.isEmpty() ? "" : ", " + sentence));
        }
        step.path("refused")
                .forEach(one -> line(terminal.bad("refused  "), text(one, "tool") + ": " + text(one, "reason")));
    }

    private static String available(JsonNode step) {
        List<String> fresh = new ArrayList<>();
        step.path("available").forEach(one -> {
            if (one.path("added").asBoolean(false)) {
                fresh.add(text(one, "function"));
            }
        });
        return step.path("available").size() + " functions"
                + (fresh.isEmpty() ? "" : ", new: " + String.join(", ", fresh))
                + (step.path("removed").isEmpty() ? "" : ", gone: " + step.path("removed"));
    }

    private void line(String part, String text) {
        terminal.data("  " + "%-11s".formatted(part) + text.replaceAll("\\s+", " "));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
