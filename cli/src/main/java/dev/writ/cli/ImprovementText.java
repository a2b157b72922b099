package dev.writ.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An experiment as text: what is tried and why, before and after side by side, and where it stands. */
record ImprovementText(Terminal terminal) {
    private static final double MILLION = 1_000_000;

    void print(JsonNode one) {
        terminal.data(terminal.bold(text(one, "kind") + " " + text(one, "name") + ", version " + text(one, "incumbent")
                + " to " + text(one, "candidate")));
        line("state", stateWord(text(one, "state")) + ", stage " + text(one, "stage"));
        line("because", Quoted.of(text(one, "hypothesis")));
        line("hoped for", Quoted.of(text(one, "expected_effect")));
        line("proposed by", text(one, "proposed_by"));
        JsonNode all = one.path("effects").path(0);
        if (all.path("pairs").asInt(0) > 0) {
            terminal.data("");
            Table.lines(rows(all.path("measures")), terminal.columns()).forEach(terminal::data);
            terminal.data(terminal.dim("Intervals of 95 % hold for whoever looks once; they are no verdict."));
        }
        if (one.has("evidence")) {
            terminal.data("");
            one.path("evidence").path("guardrails").forEach(this::guardrail);
        }
        terminal.data("");
        terminal.data(text(one, "standing"));
    }

    void diff(JsonNode one) {
        String diff = text(one, "diff");
        if (diff.isEmpty()) {
            terminal.message("The two versions do not differ.");
        }
        diff.lines()
                .forEach(line -> terminal.data(
                        line.startsWith("+") ? terminal.good(line) : line.startsWith("-") ? terminal.bad(line) : line));
    }

    /** What became of it, in one sentence. */
    static String sentence(JsonNode one) {
        return "Version " + text(one, "candidate") + " of " + text(one, "name") + " is " + stateWord(text(one, "state"))
                + " now.";
    }

    private void guardrail(JsonNode one) {
        String state = text(one, "state");
        String word =
                switch (state) {
                    case "held" -> terminal.good("held");
                    case "strained" -> terminal.wait("strained");
                    default -> terminal.bad(state);
                };
        terminal.data("  guardrail " + text(one, "name") + ": " + word + ". " + text(one, "rule"));
    }

    private static List<List<String>> rows(JsonNode measures) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "BEFORE", "AFTER", "CHANGE", "95 % INTERVAL", "READS"));
        for (JsonNode measure : measures) {
            String id = text(measure, "id");
            JsonNode difference = measure.path("difference");
            rows.add(List.of(
                    id,
                    mean(id, measure.path("before")),
                    mean(id, measure.path("after")),
                    difference.has("mean") ? signed(id, difference.path("mean").asDouble()) : "",
                    difference.has("low")
                            ? signed(id, difference.path("low").asDouble()) + " to "
                                    + signed(id, difference.path("high").asDouble())
                            : "unknown",
                    text(measure, "reading")));
        }
        return rows;
    }

    private static String mean(String id, JsonNode sample) {
        return sample.has("mean")
                ? value(id, sample.path("mean").asDouble()) + " (n "
                        + sample.path("count").asInt() + ")"
                : "not measured";
    }

    private static String signed(String id, double value) {
        return (value > 0 ? "+" : "") + value(id, value);
    }

    private static String value(String id, double value) {
        return switch (id) {
            case "errors", "denials" -> String.format(Locale.ROOT, "%.1f %%", value * 100);
            case "cost" -> String.format(Locale.ROOT, "%.4f", value / MILLION);
            case "time" -> String.format(Locale.ROOT, "%.1f s", value);
            default -> String.format(Locale.ROOT, "%.3f", value);
        };
    }

    private static String stateWord(String state) {
        return switch (state) {
            case "waiting" -> "waiting for a person";
            case "running" -> "on trial";
            case "promoted" -> "kept";
            case "rolled_back" -> "taken back";
            default -> state;
        };
    }

    private void line(String name, String text) {
        terminal.data("  " + "%-12s".formatted(name) + text);
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
