package dev.writ.tool.terminal;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Host;
import dev.writ.sandbox.CommandResult;
import dev.writ.sandbox.RunningCommand;
import dev.writ.sandbox.Sandbox;
import dev.writ.sandbox.SandboxProfile;
import dev.writ.sandbox.SandboxedCommand;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.network.NetworkUse;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code terminal.execute_command}: runs one command line in the sandbox and waits for its end. */
final class ExecuteCommand implements Operation {
    static final String NAME = "execute_command";

    private static final OperationSpec SPEC = new OperationSpec(
            TerminalServer.TOOL,
            NAME,
            "Runs one command line in the workspace, without a shell and with limits, and gives its exit code and"
                    + " output. Pipes, redirections and variables are not understood: use stdin and files. It has no"
                    + " network but to the hosts you name, which a grant must name too; programs find them through the"
                    + " usual proxy variables (HTTPS_PROXY and others).",
            Json.parseObject("""
                    {
                      "type": "object",
                      "properties": {
                        "argv": %s,
                        "cwd": {
                          "type": "string",
                          "maxLength": 4096,
                          "description": "Folder to run it in, relative to the workspace root; the root if left out"
                        },
                        "stdin": {
                          "type": "string",
                          "maxLength": 1048576,
                          "description": "Text the command reads from its standard input; empty if left out"
                        },
                        "hosts": %s,
                        "timeout_seconds": {
                          "type": "integer",
                          "minimum": 1,
                          "maximum": 600,
                          "description": "Seconds after which it is killed; usually 120 if left out"
                        }
                      },
                      "required": ["argv"],
                      "additionalProperties": false
                    }
                    """.formatted(CommandArguments.ARGV_SCHEMA, CommandArguments.HOSTS_SCHEMA)),
            Json.parseObject("""
                    {
                      "type": "object",
                      "properties": {
                        "argv": {"type": "array", "items": {"type": "string"}},
                        "cwd": {"type": "string"},
                        "exit_code": {"type": "integer"},
                        "stdout": {"type": "string"},
                        "stderr": {"type": "string"},
                        "timed_out": {"type": "boolean"},
                        "truncated": {"type": "boolean"},
                        "duration_ms": {"type": "integer"},
                        "network": {
                          "type": "object",
                          "properties": {
                            "connections": {
                              "type": "array",
                              "items": {
                                "type": "object",
                                "properties": {
                                  "host": {"type": "string"},
                                  "times": {"type": "integer"},
                                  "bytes_sent": {"type": "integer"},
                                  "bytes_received": {"type": "integer"}
                                },
                                "required": ["host", "times", "bytes_sent", "bytes_received"]
                              }
                            },
                            "refused": {
                              "type": "array",
                              "items": {
                                "type": "object",
                                "properties": {
                                  "host": {"type": "string"},
                                  "reason": {"type": "string"},
                                  "times": {"type": "integer"}
                                },
                                "required": ["host", "reason", "times"]
                              }
                            },
                            "refused_others": {"type": "integer"}
                          },
                          "required": ["connections", "refused", "refused_others"]
                        },
                        "layers": {"type": "array", "items": {"type": "string"}}
                      },
                      "required": ["argv", "cwd", "exit_code", "stdout", "stderr", "timed_out", "truncated",
                        "duration_ms", "layers"]
                    }
                    """),
            Effect.UNSAFE,
            Flow.changing(Source.KEPT));

    private final Sandbox sandbox;
    private final Tuning tuning;

    ExecuteCommand(Sandbox sandbox, Tuning tuning) {
        this.sandbox = sandbox;
        this.tuning = tuning;
    }

    @Override
    public OperationSpec spec() {
        return SPEC;
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        List<String> argv = CommandArguments.argv(arguments);
        Workspace workspace = context.workspace().orElseThrow(ExecuteCommand::noWorkspace);
        List<Host> hosts = CommandArguments.hosts(arguments, argv);
        String folder = CommandArguments.text(arguments, "cwd");
        String input = CommandArguments.text(arguments, "stdin");
        Duration timeout = CommandArguments.timeout(arguments, tuning.count(context.tree(), Tunable.COMMAND_SECONDS));
        return PreparedCall.of(
                List.of(new Access.CommandAccess(argv, hosts)),
                timeout,
                call -> run(
                        new SandboxedCommand(
                                workspace, argv, folder, input, profile(call.authority(), argv), hosts, timeout),
                        call));
    }

    /**
     * By base permission a command only looks, whatever its line is. By a grant it may change the workspace, unless its line is
     * known to only look: then it is held to that.
     */
    private static SandboxProfile profile(Authority authority, List<String> argv) {
        return switch (authority) {
            case Authority.Core ignored -> SandboxProfile.READ_ONLY;
            case Authority.Base ignored -> SandboxProfile.READ_ONLY;
            case Authority.Granted ignored ->
                VettedCommands.isReadOnly(argv) ? SandboxProfile.READ_ONLY : SandboxProfile.FULL;
        };
    }

    private OperationResult run(SandboxedCommand command, AuthorizedCall call) throws InterruptedException {
        call.checkStopped();
        RunningCommand running = sandbox.start(command, call.deadline());
        call.onStop(running::kill);
        running.layers().forEach(call::reportLayer);
        CommandResult result = running.await();
        result.network().lines().forEach(call::reportLayer);
        call.checkStopped();
        return new OperationResult(data(command, result), CommandReport.text(command, result));
    }

    private static ObjectNode data(SandboxedCommand command, CommandResult result) {
        ObjectNode data = Json.object();
        data.set("argv", Json.array(command.argv()));
        data.put("cwd", command.folder());
        data.put("exit_code", result.exitCode());
        data.put("stdout", result.output().text());
        data.put("stderr", result.errors().text());
        data.put("timed_out", result.timedOut());
        data.put("truncated", result.truncated());
        data.put("duration_ms", result.duration().toMillis());
        if (!command.hosts().isEmpty()) {
            data.set("network", network(result.network()));
        }
        data.set("layers", Json.array(result.layers()));
        return data;
    }

    private static ObjectNode network(NetworkUse use) {
        ObjectNode network = Json.object();
        ArrayNode connections = network.putArray("connections");
        use.made()
                .forEach(made -> connections
                        .addObject()
                        .put("host", made.host().toString())
                        .put("times", made.connections())
                        .put("bytes_sent", made.sent())
                        .put("bytes_received", made.received()));
        ArrayNode refused = network.putArray("refused");
        use.refused()
                .forEach(refusal -> refused.addObject()
                        .put("host", refusal.host())
                        .put("reason", refusal.reason())
                        .put("times", refusal.times()));
        return network.put("refused_others", use.others());
    }

    private static WritException noWorkspace() {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "This task has no workspace to run commands in.",
                "Submit the request with --workspace DIR.");
    }
}
