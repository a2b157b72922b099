package dev.writ.cli;

import dev.writ.cli.tty.Harmless;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An approval and what a yes to it would put within reach, for people. */
final class ReachText {
    private ReachText() {}

    /** @param reach as the server found it out; a missing node where it could not be asked */
    static List<String> of(JsonNode approval, JsonNode reach) {
        List<String> lines = new ArrayList<>();
        lines.add(text(approval, "agent") + " asks for " + text(approval, "tool") + "  (" + text(approval, "state")
                + ")");
        ScopeParts.of(approval.path("scope"))
                .parts()
                .forEach(part -> lines.add("  scope     " + Harmless.line(part.words())));
        lines.add("  why       " + Quoted.of(approval.path("reason").asString("")));
        lines.add("  asks you  " + text(approval, "why_asked"));
        lines.add("  until     " + text(approval, "expires_at"));
        lines.add("");
        lines.add("What it could reach, as things are now");
        for (JsonNode fact : reach.path("facts")) {
            String mark =
                    switch (fact.path("tone").asString("")) {
                        case "good" -> "+";
                        case "caution" -> "!";
                        default -> "·";
                    };
            lines.add("  " + mark + " " + text(fact, "title") + ": " + text(fact, "words"));
            for (JsonNode example : fact.path("examples")) {
                lines.add("      " + Harmless.line(example.asString("")));
            }
        }
        if (reach.path("facts").isEmpty()) {
            lines.add("  · nothing is known");
        }
        return lines;
    }

    private static String text(JsonNode node, String name) {
        return Harmless.line(node.path(name).asString(""));
    }
}
