package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ run}: hands in a request and waits for its end. */
@Command(
        name = "run",
        description = "Hand in a request and wait for the result.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit: 0 completed, 3 failed, 5 a needed approval was denied or expired, 130 interrupted.",
            "Without --allow, agents may only read below the workspace; anything else asks you."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "REQUEST", description = "What you want, in your words.")
    String request = "";

    @Mixin
    WorkspaceOptions place = new WorkspaceOptions();

    @Option(
            names = "--approval-timeout",
            paramLabel = "TIME",
            description = "How long to wait for a person.",
            defaultValue = "10m")
    String approvalTimeout = "10m";

    @Option(names = "--agent", description = "The agent to use (default: Writ selects).", defaultValue = "")
    String agent = "";

    @Option(
            names = "--process",
            paramLabel = "NAME",
            description =
                    "The process that handles it, for instance a pattern that was offered (default: a plain request).",
            defaultValue = "")
    String process = "";

    @Option(
            names = {"-P", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A value for the process; JSON where it is valid JSON, else text; may be repeated.")
    Map<String, String> parameters = Map.of();

    @Option(names = "--step", description = "Hold before every model and tool call.")
    boolean step;

    @Option(
            names = "--break",
            paramLabel = "BEFORE",
            description = "Hold before calls of a tool, an operation, or of level:elevated; may be repeated.")
    List<String> breakpoints = List.of();

    @Option(
            names = "--dry-run",
            description = "Start nothing: say which agent would take it and which tools it will probably ask for.")
    boolean dryRun;

    @Option(names = "--json", description = "Print one JSON object at the end.")
    boolean json;

    @Option(names = "--watch", description = "Show every event, not only the main ones.")
    boolean watch;

    @Override
    public Integer call() {
        ObjectNode submission = submission();
        Terminal terminal = options.terminal();
        if (dryRun) {
            return Session.with(options, api -> forecast(terminal, api.post("/tasks/preflight", submission)));
        }
        RunFollower follower = new RunFollower(options, terminal, submission, watch, json);
        JsonNode report = follower.follow();
        if (json) {
            terminal.data(Json.write(report));
        } else {
            RunReport.print(terminal, report);
        }
        return ExitCode.of(report);
    }

    private void forecast(Terminal terminal, JsonNode forecast) {
        if (json) {
            terminal.data(Json.write(forecast));
        } else {
            new ForecastText(terminal).print(forecast);
        }
    }

    /** A number, true or false, a list or an object; anything else is the text it is. */
    private static JsonNode value(String text) {
        try {
            JsonNode json = Json.parse(text);
            return json.isNull() ? Json.array().stringNode(text) : json;
        } catch (WritException e) {
            return Json.array().stringNode(text);
        }
    }

    private ObjectNode submission() {
        if (request.isBlank()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The request is empty.",
                    "Say what you want, for instance: writ run \"describe this workspace\" --workspace .");
        }
        ObjectNode body = Json.object().put("request", request);
        place.addTo(body);
        body.put("approval_timeout_seconds", Durations.parse(approvalTimeout).toSeconds());
        body.put("step", step);
        body.set("breakpoints", Json.array(breakpoints));
        if (!agent.isEmpty()) {
            body.put("agent", agent);
        }
        if (!process.isEmpty()) {
            body.put("process", process);
        }
        if (!parameters.isEmpty()) {
            ObjectNode values = body.putObject("parameters");
            parameters.forEach((name, value) -> values.set(name, value(value)));
        }
        return body;
    }
}
