package dev.writ.cli;

import dev.writ.Json;
import tools.jackson.databind.JsonNode;

/** What came of a check of the log, as text. */
final class AuditText {
    private AuditText() {}

    static void print(Terminal terminal, OutputFormat format, JsonNode answer) {
        if (format != OutputFormat.TABLE) {
            terminal.data(Json.write(answer));
            return;
        }
        boolean holds = answer.path("holds").asBoolean();
        terminal.data(holds ? answer.path("sentence").asString() : "THE LOG DOES NOT VERIFY");
        for (JsonNode finding : answer.path("findings")) {
            terminal.data(finding.path("kind").asString() + "\t"
                    + finding.path("sentence").asString());
        }
        if (answer.path("more").asLong() > 0) {
            terminal.data("and " + answer.path("more").asLong() + " more");
        }
        JsonNode signed = answer.path("signed");
        terminal.data(
                signed.isMissingNode()
                        ? "No checkpoint signs for it."
                        : "Signed up to event " + signed.path("size").asLong() + ", root "
                                + signed.path("root").asString() + "; "
                                + answer.path("unsigned").asLong()
                                + " events since.");
        answer.path("notes").forEach(note -> terminal.data(note.asString()));
        terminal.message("Checked in " + answer.path("took_millis").asLong() + " ms.");
    }
}
