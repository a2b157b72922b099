package dev.writ.tool.terminal;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Decision;
import dev.writ.permission.Host;
import dev.writ.permission.Permissions;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code terminal.check_command}: whether the caller could run a command line now, without running it. */
final class CheckCommand implements Operation {
    private static final OperationSpec SPEC = new OperationSpec(
            TerminalServer.TOOL,
            "check_command",
            "Says whether you may run this command line now, with these hosts if any, and with which rights on the"
                    + " workspace, and if not, what to ask for. Runs nothing.",
            Json.parseObject("""
                    {
                      "type": "object",
                      "properties": {
                        "argv": %s,
                        "hosts": %s
                      },
                      "required": ["argv"],
                      "additionalProperties": false
                    }
                    """.formatted(CommandArguments.ARGV_SCHEMA, CommandArguments.HOSTS_SCHEMA)),
            Json.parseObject("""
                    {
                      "type": "object",
                      "properties": {
                        "allowed": {"type": "boolean"},
                        "reason": {"type": "string"},
                        "profile": {"enum": ["read-only", "full"]},
                        "vetted": {
                          "type": "object",
                          "properties": {
                            "command": {"type": "array", "items": {"type": "string"}},
                            "description": {"type": "string"}
                          },
                          "required": ["command", "description"]
                        },
                        "smallest_request": {"type": "object"}
                      },
                      "required": ["allowed", "reason", "profile"]
                    }
                    """),
            Effect.PURE,
            Flow.reading(Source.OWN));

    private final Permissions permissions;

    CheckCommand(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public OperationSpec spec() {
        return SPEC;
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        List<String> argv = CommandArguments.argv(arguments);
        List<Host> hosts = CommandArguments.hosts(arguments, argv);
        return PreparedCall.of(List.of(), call -> check(context.task(), argv, hosts));
    }

    /** With which rights the line would run, and the vetted pattern it is one of. */
    private static ObjectNode describe(List<String> argv) {
        ObjectNode data = Json.object();
        Optional<VettedCommand> vetted = VettedCommands.of(argv);
        data.put("profile", vetted.map(VettedCommand::profileName).orElse("full"));
        vetted.ifPresent(command -> data.putObject("vetted")
                .put("description", command.description())
                .set("command", Json.array(command.pattern())));
        return data;
    }

    private OperationResult check(String task, List<String> argv, List<Host> hosts) {
        List<Access> accesses = List.of(new Access.CommandAccess(argv, hosts));
        ObjectNode data = describe(argv);
        return switch (permissions.check(task, TerminalServer.TOOL, ExecuteCommand.NAME, accesses)) {
            case Decision.Allowed ignored -> {
                data.put("allowed", true).put("reason", "You may run this command line now.");
                yield new OperationResult(data, "You may run this command line now.");
            }
            case Decision.Denied denied -> {
                data.put("allowed", false).put("reason", denied.sentence());
                if (denied.smallestRequest().isEmpty()) {
                    yield new OperationResult(data, "Not allowed: " + denied.sentence());
                }
                data.set("smallest_request", denied.smallestRequest());
                yield new OperationResult(
                        data,
                        "Not allowed: " + denied.sentence() + " Ask with need_more_tools "
                                + Json.write(denied.smallestRequest()));
            }
        };
    }
}
