package dev.writ.cli;

import dev.writ.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A program that tells of a model that is asked again in half a minute, and of what comes next once a file appears. */
final class RetryAtTerminal {
    private RetryAtTerminal() {}

    public static void main(String[] arguments) throws InterruptedException {
        Terminal terminal = new Terminal(System.getenv(), true, false);
        EventPrinter printer = new EventPrinter(terminal, OutputFormat.TABLE);
        // Nothing an agent says is looked up for these events.
        Api nobody = new Api("http://127.0.0.1:1", "token");
        printer.print(terminal::message, nobody, retry(Instant.now(), 30));
        while (!Files.exists(Path.of(arguments[0]))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        terminal.message("Done.");
    }

    static JsonNode retry(Instant failedAt, int seconds) {
        return Json.object()
                .put("type", "model.retrying")
                .put("actor", "agent:worker")
                .put("at", failedAt.toString())
                .set(
                        "data",
                        Json.object()
                                .put("attempt", 3)
                                .put("attempts", 6)
                                .put("reason", "busy")
                                .put("next_at", failedAt.plusSeconds(seconds).toString())
                                .put("message", "Too many requests."));
    }
}
