package dev.writ.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code writ events …}: read the event log. */
@Command(name = "events", description = "Read the event log.", mixinStandardHelpOptions = true)
final class EventsCommand {
    private static final List<String> COLUMNS =
            List.of("seq", "at", "type", "kind", "entity", "actor", "outcome", "task");

    @Command(name = "ls", description = "List events, newest first.", mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(names = "--type", description = "For instance tool or tool.denied.", defaultValue = "") String type,
            @Option(names = "--tree", description = "Only of this request.", defaultValue = "") String tree,
            @Option(
                            names = "--kind",
                            description = "Only about things of this kind, for instance task or tool_call.",
                            defaultValue = "")
                    String kind,
            @Option(names = "--entity", description = "Only about the thing with this id or name.", defaultValue = "")
                    String entity,
            @Option(names = "--limit", description = "How many at most (default 50).", defaultValue = "50") int limit) {
        String query = "?newest=true&limit=" + limit + "&type=" + Paths.encode(type) + "&tree=" + Paths.encode(tree)
                + "&kind=" + Paths.encode(kind) + "&entity=" + Paths.encode(entity);
        return Session.with(
                options,
                api -> Listing.print(options.terminal(), options.format(), api.get("/events" + query), COLUMNS));
    }

    @Command(name = "get", description = "Show one event by its number.", mixinStandardHelpOptions = true)
    int get(@Mixin GlobalOptions options, @Parameters(paramLabel = "SEQ") long seq) {
        return Session.with(
                options, api -> Listing.printOne(options.terminal(), options.format(), api.get("/events/" + seq)));
    }
}
