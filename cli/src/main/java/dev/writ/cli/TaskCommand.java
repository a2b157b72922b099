package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
                            description = "Go on until the task has ended, as it happens.")
                    boolean follow,
            @Option(
                            names = "--exit-status",
                            description = "With -f: exit as `writ run` does, with 3 for a task that failed.")
                    boolean exitStatus) {
        Terminal terminal = options.terminal();
        if (!follow) {
            return Session.with(
                    options,
                    api -> new EventPrinter(terminal, options.format())
                            .printNewTo(terminal::data, api, id, event -> true));
        }
        TaskFollower follower = new TaskFollower(terminal, options.format(), id);
        JsonNode report = new Connection(options, terminal).with(session -> follower.follow(session.api()));
        return exitStatus ? ExitCode.of(report) : ExitCode.OK;
    }

    @Command(
            name = "context",
            description = "Show what the model of a task's agent read at a step, and who wrote it.",
            mixinStandardHelpOptions = true)
    int context(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--step", paramLabel = "N", description = "Which model call (default: the last).")
                    Optional<Integer> step,
            @Option(names = "--text", description = "With the words of every block.") boolean text) {
        return Session.with(options, api -> {
            JsonNode context = api.get("/tasks/" + Paths.name(id) + "/context"
                    + step.map(number -> "?step=" + number).orElse(""));
            if (options.format() == OutputFormat.TABLE) {
                new StepText(options.terminal()).context(context, text);
            } else {
                Listing.printOne(options.terminal(), options.format(), context);
            }
        });
    }

    @Command(
            name = "tools",
            description = "Show the tools of each step: available, granted, called, denied.",
            mixinStandardHelpOptions = true)
    int tools(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return Session.with(options, api -> {
            JsonNode steps = api.get("/tasks/" + Paths.name(id) + "/steps");
            if (options.format() == OutputFormat.TABLE) {
                new StepText(options.terminal()).tools(steps);
            } else {
                Listing.print(options.terminal(), options.format(), steps, List.of("step"));
            }
        });
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
            name = "break",
            description = "Hold a request before certain calls; without BEFORE, list its breakpoints and what is held.",
            mixinStandardHelpOptions = true)
    int breakpoints(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Parameters(
                            paramLabel = "BEFORE",
                            arity = "0..1",
                            description = "A tool, an operation such as file_edit.write_file, or level:elevated.",
                            defaultValue = "")
                    String before,
            @Option(
                            names = "--remove",
                            paramLabel = "BREAKPOINT",
                            description = "Take this one away.",
                            defaultValue = "")
                    String remove) {
        return Session.with(options, api -> {
            String path = "/tasks/" + Paths.name(id) + "/breakpoints";
            if (!before.isEmpty()) {
                api.post(path, Json.object().put("before", before));
            }
            if (!remove.isEmpty()) {
                api.delete(path + "/" + Paths.name(remove));
            }
            JsonNode now = api.get(path);
            if (options.format() != OutputFormat.TABLE) {
                Listing.printOne(options.terminal(), options.format(), now);
                return;
            }
            Listing.print(
                    options.terminal(),
                    options.format(),
                    now.path("breakpoints"),
                    List.of("id", "before", "created_by", "created_at"));
            now.path("hits")
                    .valueStream()
                    .filter(hit -> hit.path("passed_at").asString("").isEmpty())
                    .forEach(hit -> options.terminal()
                            .message("Held: " + hit.path("task").asString() + " before "
                                    + hit.path("function").asString() + " "
                                    + Quoted.of(hit.path("arguments").asString())));
        });
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

    @Command(
            name = "fork",
            description = "Go on from a step of a task as a new request; the old one stays as it is.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The fork has the conversation up to the step, and its labels. It has none of the grants: they are asked for",
                "anew. What was done meanwhile, to files for instance, is not undone."
            })
    int fork(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--step", paramLabel = "N", required = true, description = "The model call to make anew.")
                    int step,
            @Option(names = "--request", paramLabel = "TEXT", description = "Other words for the request.")
                    Optional<String> request,
            @Option(
                            names = "--say",
                            paramLabel = "POSITION=TEXT",
                            description = "Other words for what you said later; may be repeated.")
                    @Nullable
                    Map<Integer, String> said,
            @Option(
                            names = "--allow",
                            paramLabel = "WHAT",
                            split = ",",
                            description = "Grant without asking: edit, run, commit (comma-separated).")
                    @Nullable
                    List<String> allow,
            @Option(names = "--hold", description = "Hold before every model and tool call.") boolean hold) {
        ObjectNode body = Json.object().put("step", step).put("hold", hold);
        request.ifPresent(text -> body.put("request", text));
        ObjectNode messages = body.putObject("messages");
        if (said != null) {
            said.forEach((position, text) -> messages.put(String.valueOf(position), text));
        }
        body.set("allow", Json.array(allow == null ? List.of() : allow));
        return begin(options, id, "fork", body, "Forked as");
    }

    @Command(
            name = "replay",
            description = "Hand the request in again, with the same words and limits.",
            mixinStandardHelpOptions = true)
    int replay(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
        return begin(options, id, "replay", Json.object(), "Handed in again as");
    }

    private static int begin(GlobalOptions options, String id, String how, ObjectNode body, String said) {
        return Session.with(options, api -> {
            JsonNode task = api.post("/tasks/" + Paths.name(id) + "/" + how, body);
            if (options.format() == OutputFormat.TABLE) {
                options.terminal().data(task.path("id").asString());
                options.terminal()
                        .message(said + " " + task.path("id").asString() + "; compare with: writ task compare "
                                + task.path("id").asString());
            } else {
                Listing.printOne(options.terminal(), options.format(), task);
            }
        });
    }

    @Command(
            name = "compare",
            description =
                    "Put what came of two requests side by side; without OTHER, of a fork or replay and its source.",
            mixinStandardHelpOptions = true)
    int compare(
            @Mixin GlobalOptions options,
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "OTHER", arity = "0..1", defaultValue = "") String other) {
        return Session.with(options, api -> {
            JsonNode request = api.get("/tasks/" + Paths.name(id) + "/request");
            String source =
                    other.isEmpty() ? request.path("origin").path("source").asString("") : other;
            if (source.isEmpty()) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The request " + id + " came from no other one.",
                        "Name the one to compare it with.");
            }
            String own = request.path("id").asString();
            Comparison comparison = Comparison.of(
                    api.get("/tasks/" + Paths.name(source) + "/report"),
                    api.get("/tasks/" + Paths.name(own) + "/report"));
            Listing.print(options.terminal(), options.format(), comparison.rows(), Comparison.COLUMNS);
        });
    }

    private static int act(GlobalOptions options, String id, String action, String said) {
        return Session.with(options, api -> {
            api.post("/tasks/" + Paths.name(id) + "/" + action, Json.object());
            options.terminal().message(said + " " + id + ".");
        });
    }
}
