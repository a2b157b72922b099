package dev.writ.cli;

import dev.writ.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code writ task …}: look at tasks and steer them. */
@Command(name = "task", description = "Look at tasks and steer them.", mixinStandardHelpOptions = true)
final class TaskCommand {
    private static final List<String> COLUMNS = List.of("id", "state", "agent", "turns", "title", "created_at");

    @Command(name = "ls", description = "List requests, newest first.", mixinStandardHelpOptions = true)
    int ls(
            @Mixin GlobalOptions options,
            @Option(names = "--state", description = "Only tasks in this state.", defaultValue = "") String state,
            @Option(names = "--all", description = "Subtasks too.") boolean all,
            @Option(names = "--limit", description = "How many at most (default 50).", defaultValue = "50") int limit) {
        return Session.with(options, api -> {
            JsonNode tasks = api.get("/tasks?roots=" + !all + "&limit=" + limit
                    + (state.isEmpty() ? "" : "&state=" + Paths.encode(state)));
            Listing.print(options.terminal(), options.format(), tasks, COLUMNS);
        });
    }

    @Command(name = "get", description = "Show a task.", mixinStandardHelpOptions = true)
    int get(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(
                options,
                api -> Listing.printOne(options.terminal(), options.format(), api.get("/tasks/" + Paths.name(id))));
    }

    @Command(name = "tree", description = "Show a request with all its subtasks.", mixinStandardHelpOptions = true)
    int tree(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode tasks = api.get("/tasks/" + Paths.name(id) + "/tree");
            if (options.format() == OutputFormat.TABLE) {
                TaskTree.print(options.terminal(), tasks);
            } else {
                Listing.print(options.terminal(), options.format(), tasks, COLUMNS);
            }
        });
    }

    @Command(name = "log", description = "Show what happened in a request.", mixinStandardHelpOptions = true)
    int log(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on until the request has ended.")
                    boolean follow)
            throws InterruptedException {
        try (Session session = Session.open(options)) {
            new EventPrinter(options.terminal(), options.format()).print(session.api(), id, follow);
        }
        return ExitCode.OK;
    }

    @Command(name = "cancel", description = "End a task and all under it now.", mixinStandardHelpOptions = true)
    int cancel(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "cancel", "Cancelled");
    }

    @Command(name = "pause", description = "Hold a task before its next step.", mixinStandardHelpOptions = true)
    int pause(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "pause", "Pausing");
    }

    @Command(name = "resume", description = "Let a held task go on.", mixinStandardHelpOptions = true)
    int resume(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "resume", "Resumed");
    }

    @Command(name = "step", description = "Let a held task take one step.", mixinStandardHelpOptions = true)
    int step(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return act(options, id, "step", "Stepping");
    }

    @Command(
            name = "reply",
            description = "Answer a task's question, or tell its agent something.",
            mixinStandardHelpOptions = true)
    int reply(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "TEXT") String text) {
        return Session.with(options, api -> {
            api.post("/tasks/" + Paths.name(id) + "/reply", Json.object().put("text", text));
            options.terminal().message("Sent to " + id + ".");
        });
    }

    private static int act(GlobalOptions options, String id, String action, String said) {
        return Session.with(options, api -> {
            api.post("/tasks/" + Paths.name(id) + "/" + action, Json.object());
            options.terminal().message(said + " " + id + ".");
        });
    }
}
