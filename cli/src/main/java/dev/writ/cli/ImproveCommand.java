package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ improve …}: what Writ changes of itself, and the evidence for it. */
@Command(
        name = "improve",
        description = "See what Writ tries to improve of itself, with what it measured; decide about it.",
        mixinStandardHelpOptions = true)
final class ImproveCommand {
    private static final List<String> COLUMNS =
            List.of("id", "state", "stage", "kind", "name", "candidate", "pairs", "hypothesis", "updated_at");

    @Command(name = "ls", description = "List experiments, newest first.", mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(
                            names = "--state",
                            description = "open, waiting, running, paused, promoted, rejected, rolled_back or all.",
                            defaultValue = "all")
                    String state,
            @Option(names = "--limit", paramLabel = "N", description = "The most rows.", defaultValue = "100")
                    int limit) {
        return Session.with(
                options,
                api -> Listing.print(
                        options.terminal(),
                        options.format(),
                        api.get("/improvements?state=" + Paths.encode(state) + "&limit=" + limit),
                        COLUMNS));
    }

    @Command(
            name = "show",
            description = "Show where one stands: before and after, and what is missing to a verdict.",
            mixinStandardHelpOptions = true)
    int show(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode one = api.get("/improvements/" + Paths.name(id));
            switch (options.format()) {
                case TABLE -> new ImprovementText(options.terminal()).print(one);
                case JSON, NDJSON -> Listing.printOne(options.terminal(), options.format(), one);
            }
        });
    }

    @Command(
            name = "diff",
            description = "Show how its two versions of the definition differ.",
            mixinStandardHelpOptions = true)
    int diff(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode one = api.get("/improvements/" + Paths.name(id));
            switch (options.format()) {
                case TABLE -> new ImprovementText(options.terminal()).diff(one);
                case JSON, NDJSON ->
                    Listing.printOne(
                            options.terminal(),
                            options.format(),
                            Json.object()
                                    .put("from", one.path("incumbent").asInt(0))
                                    .put("to", one.path("candidate").asInt(0))
                                    .put("diff", one.path("diff").asString("")));
            }
        });
    }

    @Command(name = "approve", description = "Let one be tried that waits for you.", mixinStandardHelpOptions = true)
    int approve(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "approve", Json.object());
    }

    @Command(name = "reject", description = "Do not try it, or no longer.", mixinStandardHelpOptions = true)
    int reject(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", description = "What to put on record.", defaultValue = "") String reason) {
        return act(options, id, "reject", Json.object().put("reason", reason));
    }

    @Command(
            name = "rollback",
            description = "Make the version from before active again.",
            mixinStandardHelpOptions = true)
    int rollback(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", description = "What to put on record.", defaultValue = "") String reason) {
        return act(options, id, "rollback", Json.object().put("reason", reason));
    }

    @Command(name = "pause", description = "Measure nothing more for now.", mixinStandardHelpOptions = true)
    int pause(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "pause", Json.object());
    }

    @Command(name = "resume", description = "Go on with a paused one.", mixinStandardHelpOptions = true)
    int resume(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "resume", Json.object());
    }

    private static int act(GlobalOptions options, String id, String verb, ObjectNode body) {
        return Session.with(options, api -> {
            JsonNode now = api.post("/improvements/" + Paths.name(id) + "/" + verb, body);
            switch (options.format()) {
                case TABLE -> options.terminal().message(ImprovementText.sentence(now));
                case JSON, NDJSON -> Listing.printOne(options.terminal(), options.format(), now);
            }
        });
    }
}
