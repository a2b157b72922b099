package dev.writ.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What would probably become of a request, as text. */
record ForecastText(Terminal terminal) {
    void print(JsonNode forecast) {
        terminal.data(terminal.bold("Nothing was started.") + " Process " + text(forecast, "process") + ", model "
                + text(forecast, "model"));
        terminal.data("  agent      " + agents(forecast.path("agents")));
        if (forecast.path("planned").asBoolean(false)) {
            terminal.data("  plan       the request is planned first, and other agents may get parts of it");
        }
        forecast.path("expected").forEach(this::expected);
        if (!forecast.path("understood").asBoolean(false)) {
            terminal.data(
                    "  The rules do not know what these words ask for, so what their agent will need is not foretold.");
        }
        terminal.data("");
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("TOOL", "LEVEL", "WITHOUT ASKING", "MORE"));
        for (JsonNode tool : forecast.path("tools")) {
            List<String> limits = new ArrayList<>();
            tool.path("automatic").forEach(scope -> limits.add(ScopeWords.of(scope)));
            cells.add(List.of(
                    text(tool, "tool"),
                    text(tool, "level"),
                    String.join("; ", limits),
                    more(text(tool, "standing"), tool.path("person").asBoolean(false))));
        }
        Table.lines(cells, terminal.columns()).forEach(terminal::data);
    }

    private static String more(String standing, boolean person) {
        return switch (standing) {
            case "suspended" -> "switched off until it is accepted";
            case "outside" -> "outside the ceiling";
            default -> person ? "a person decides" : "outside the ceiling";
        };
    }

    private static String agents(JsonNode agents) {
        List<String> names = new ArrayList<>();
        agents.forEach(agent -> names.add(text(agent, "name")));
        return switch (names.size()) {
            case 0 -> "none: the process does the work";
            case 1 -> names.getFirst();
            default -> "one of " + String.join(", ", names) + ", which a model chooses";
        };
    }

    private void expected(JsonNode one) {
        String outcome = text(one, "outcome");
        String word =
                switch (outcome) {
                    case "always" -> terminal.good("always has");
                    case "automatic" ->
                        terminal.good(one.path("at_start").asBoolean(false) ? "at start  " : "automatic ");
                    case "validated" -> terminal.wait("validated ");
                    case "person" -> terminal.wait("asks you  ");
                    default -> terminal.bad("%-10s".formatted(outcome));
                };
        terminal.data("  " + word + " " + text(one, "tool") + ": " + ScopeWords.of(one.path("scope")));
        if (!List.of("always", "automatic").contains(outcome)) {
            terminal.data("             " + text(one, "sentence"));
        }
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }
}
