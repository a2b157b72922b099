package dev.writ.tool.terminal;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Decision;
import dev.writ.permission.HostPattern;
import dev.writ.permission.Permissions;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code terminal.list_commands}: what the caller may run, and what it could ask for. */
final class ListCommands implements Operation {
    private static final String GRANTED = "granted";
    private static final String VETTED = "vetted";

    private static final OperationSpec SPEC = new OperationSpec(
            TerminalServer.TOOL,
            "list_commands",
            "Lists the command lines you may run (source granted), and common ones you could ask for with"
                    + " need_more_tools (source vetted). In a pattern <path>, <word>, <number> and <text> stand for one"
                    + " argument of that kind (? one or none, ... any number), [-a|-n <number>] for one of these options"
                    + " or none ([...]* any number), * for one argument, a last ** for any.",
            Json.parseObject("""
                    {"type": "object", "properties": {}, "additionalProperties": false}
                    """),
            Json.parseObject("""
                    {
                      "type": "object",
                      "properties": {
                        "commands": {
                          "type": "array",
                          "items": {
                            "type": "object",
                            "properties": {
                              "command": {"type": "array", "items": {"type": "string"}},
                              "hosts": {"type": "array", "items": {"type": "string"}},
                              "source": {"enum": ["granted", "vetted"]},
                              "description": {"type": "string"},
                              "read_only": {"type": "boolean"},
                              "profile": {"enum": ["read-only", "full"]}
                            },
                            "required": ["command", "hosts", "source", "description", "read_only", "profile"]
                          }
                        }
                      },
                      "required": ["commands"]
                    }
                    """),
            Effect.PURE,
            Flow.reading(Source.OWN));

    private final Permissions permissions;

    ListCommands(Permissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public OperationSpec spec() {
        return SPEC;
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        return PreparedCall.of(List.of(), call -> list(context.task()));
    }

    /**
     * @param hosts that it may be run with
     * @param vetted what is known of the command; empty where nothing is
     */
    private record Listed(
            List<String> command, List<HostPattern> hosts, String source, Optional<VettedCommand> vetted) {
        static Listed vetted(VettedCommand command, String source) {
            return new Listed(command.pattern(), List.of(), source, Optional.of(command));
        }

        List<String> hostNames() {
            return hosts.stream().map(HostPattern::toString).toList();
        }

        String description() {
            return vetted.map(VettedCommand::description).orElse("");
        }

        /** What nothing is known of runs with full rights on the workspace. */
        String profile() {
            return vetted.map(VettedCommand::profileName).orElse("full");
        }
    }

    private OperationResult list(String task) {
        List<CommandScope> scopes = scopes(task);
        List<Listed> granted = new ArrayList<>(scopes.stream()
                .flatMap(scope -> scope.commands().stream()
                        .map(pattern -> new Listed(pattern, scope.hosts(), GRANTED, VettedCommands.covering(pattern))))
                .distinct()
                .toList());
        List<Listed> vetted = new ArrayList<>();
        for (VettedCommand command : VettedCommands.all()) {
            if (scopes.isEmpty() && allowsExamples(task, command)) {
                granted.add(Listed.vetted(command, GRANTED));
            } else if (scopes.stream().noneMatch(scope -> scope.covers(command.scope()))) {
                vetted.add(Listed.vetted(command, VETTED));
            }
        }
        ObjectNode data = Json.object();
        ArrayNode commands = data.putArray("commands");
        Stream.concat(granted.stream(), vetted.stream())
                .forEach(listed -> commands.addObject()
                        .put("source", listed.source())
                        .put("description", listed.description())
                        .put(
                                "read_only",
                                listed.vetted().map(VettedCommand::readOnly).orElse(false))
                        .put("profile", listed.profile())
                        .set("command", Json.array(listed.command()))
                        .set("hosts", Json.array(listed.hostNames())));
        return new OperationResult(data, text(granted, vetted));
    }

    private List<CommandScope> scopes(String task) {
        return permissions.scopes(task, TerminalServer.TOOL, ExecuteCommand.NAME).stream()
                .filter(CommandScope.class::isInstance)
                .map(CommandScope.class::cast)
                .toList();
    }

    /** Where scopes are not told, examples say what may be run. */
    private boolean allowsExamples(String task, VettedCommand command) {
        return command.examples().stream().allMatch(argv -> {
            List<Access> accesses = List.of(new Access.CommandAccess(argv));
            return switch (permissions.check(task, TerminalServer.TOOL, ExecuteCommand.NAME, accesses)) {
                case Decision.Allowed ignored -> true;
                case Decision.Denied ignored -> false;
            };
        });
    }

    private static String text(List<Listed> granted, List<Listed> vetted) {
        String may = granted.isEmpty() ? "You may run no commands now.\n" : "You may run:\n" + lines(granted);
        return vetted.isEmpty() ? may : may + "You could ask with need_more_tools for:\n" + lines(vetted);
    }

    private static String lines(List<Listed> commands) {
        StringBuilder text = new StringBuilder();
        for (Listed listed : commands) {
            text.append("  ").append(Json.write(listed.command()));
            text.append(listed.hosts().isEmpty() ? "" : "  with hosts " + String.join(", ", listed.hostNames()));
            text.append(listed.description().isEmpty() ? "\n" : "  " + listed.description() + "\n");
        }
        return text.toString();
    }
}
