package dev.writ.tool.terminal;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Decision;
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
                    + " need_more_tools (source vetted). In a pattern * stands for one argument, a last ** for any.",
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
                              "source": {"enum": ["granted", "vetted"]},
                              "description": {"type": "string"},
                              "read_only": {"type": "boolean"}
                            },
                            "required": ["command", "source", "description", "read_only"]
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

    private record Listed(List<String> command, String source, String description, boolean readOnly) {}

    private OperationResult list(String task) {
        List<Listed> granted = new ArrayList<>(grantedPatterns(task)
                .map(pattern ->
                        new Listed(pattern, GRANTED, descriptionOf(pattern), VettedCommands.isReadOnly(pattern)))
                .toList());
        List<Listed> vetted = new ArrayList<>();
        for (VettedCommand command : VettedCommands.all()) {
            if (granted.stream().noneMatch(listed -> listed.command().equals(command.pattern()))) {
                boolean allowed = allows(task, command.pattern());
                (allowed ? granted : vetted)
                        .add(new Listed(
                                command.pattern(),
                                allowed ? GRANTED : VETTED,
                                command.description(),
                                command.readOnly()));
            }
        }
        ObjectNode data = Json.object();
        ArrayNode commands = data.putArray("commands");
        Stream.concat(granted.stream(), vetted.stream())
                .forEach(listed -> commands.addObject()
                        .put("source", listed.source())
                        .put("description", listed.description())
                        .put("read_only", listed.readOnly())
                        .set("command", Json.array(listed.command())));
        return new OperationResult(data, text(granted, vetted));
    }

    private Stream<List<String>> grantedPatterns(String task) {
        return permissions.scopes(task, TerminalServer.TOOL, ExecuteCommand.NAME).stream()
                .filter(CommandScope.class::isInstance)
                .map(CommandScope.class::cast)
                .flatMap(scope -> scope.commands().stream())
                .distinct();
    }

    /** A scope that permits a pattern's own tokens as arguments covers the pattern. */
    private boolean allows(String task, List<String> pattern) {
        List<Access> accesses = List.of(new Access.CommandAccess(pattern));
        return switch (permissions.check(task, TerminalServer.TOOL, ExecuteCommand.NAME, accesses)) {
            case Decision.Allowed ignored -> true;
            case Decision.Denied ignored -> false;
        };
    }

    private static String descriptionOf(List<String> pattern) {
        return VettedCommands.all().stream()
                .filter(command -> command.matches(pattern))
                .map(VettedCommand::description)
                .findFirst()
                .orElse("");
    }

    private static String text(List<Listed> granted, List<Listed> vetted) {
        String may = granted.isEmpty() ? "You may run no commands now.\n" : "You may run:\n" + lines(granted);
        return vetted.isEmpty() ? may : may + "You could ask with need_more_tools for:\n" + lines(vetted);
    }

    private static String lines(List<Listed> commands) {
        StringBuilder text = new StringBuilder();
        for (Listed listed : commands) {
            text.append("  ").append(Json.write(listed.command()));
            text.append(listed.description().isEmpty() ? "\n" : "  " + listed.description() + "\n");
        }
        return text.toString();
    }
}
