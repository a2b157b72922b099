package dev.writ.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What another policy would have decided, as text: the counts first, then each difference, then what cannot be told. */
record ReplayText(Terminal terminal, OutputFormat format) {
    private static final List<String> COLUMNS =
            List.of("id", "before", "after", "what", "touches", "why", "agent", "at", "task");

    void print(JsonNode replay) {
        JsonNode differences = replay.path("differences");
        switch (format) {
            case JSON -> Listing.printOne(terminal, format, replay);
            case NDJSON -> {
                ObjectNode counts = ((ObjectNode) replay).deepCopy();
                counts.remove("differences");
                Listing.printOne(terminal, format, counts);
                Listing.print(terminal, format, differences, COLUMNS);
            }
            case TABLE -> {
                terminal.data(counts(replay));
                if (!differences.isEmpty()) {
                    Listing.print(terminal, format, differences, COLUMNS);
                }
                replay.path("untold_because")
                        .forEach(gap -> terminal.data(gap.path("count").asString() + " cannot be told: "
                                + gap.path("reason").asString()));
            }
        }
        long left = replay.path("differing").asLong(0) - differences.size();
        if (left > 0) {
            terminal.message(left + " more differ; look at a shorter time to see them.");
        }
    }

    private static String counts(JsonNode replay) {
        return replay.path("looked_at").asString() + " decisions looked at since "
                + replay.path("since").asString() + ": "
                + replay.path("differing").asString() + " would differ, "
                + replay.path("untold").asString() + " cannot be told.";
    }
}
