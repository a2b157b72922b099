package dev.writ.insight;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One run of a command line in the terminal that came to its end, whatever its exit code. */
record CommandRun(String call, Instant at, String command, Duration duration) {
    /** Hands over all such runs that began from one time on and before the other, oldest first. */
    static void forEach(Database database, Instant from, Instant until, Consumer<CommandRun> consumer) {
        database.read(handle -> {
            try (Stream<CommandRun> runs = handle
                    .createQuery("""
                            SELECT call, started_at, arguments, duration_micros FROM tool_usage_events
                            WHERE tool = 'terminal' AND operation = 'execute_command'
                              AND outcome = 'succeeded' AND started_at >= :from AND started_at < :until AND
                            """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                            ORDER BY started_at, call
                            """)
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .map((row, context) -> new CommandRun(
                            row.getString("call"),
                            Instant.ofEpochMilli(row.getLong("started_at")),
                            commandLine(row.getString("arguments")),
                            Duration.of(row.getLong("duration_micros"), ChronoUnit.MICROS)))
                    .stream()) {
                runs.filter(run -> !run.command().isEmpty()).forEach(consumer);
            }
            return consumer;
        });
    }

    private static String commandLine(String arguments) {
        try {
            List<String> argv = Json.parse(arguments)
                    .path("argv")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            return String.join(" ", argv);
        } catch (WritException e) {
            return "";
        }
    }
}
