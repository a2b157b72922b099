package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access.RepositoryVerb;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that the tasks of an agent get at their start, so that it need not ask: the list under "tools" of its definition. It is
 * a wish and no power: only what the ceiling of the request grants without asking anyone is granted, and it ends with the
 * task as any grant. What an agent always has is another thing ({@link BasePermission}), and a person's to change.
 *
 * @param operations empty means all of the tool
 * @param minutes how long it is granted for
 */
public record StartTool(String tool, Set<String> operations, Scope scope, int minutes) {
    /** An agent that starts with more than this has no small start. */
    public static final int MOST = 8;

    private static final String FORM = "Give a list such as [{\"tool\": \"file_system_listing\", \"operations\": [],"
            + " \"scope\": {\"read\": [\"**\"]}, \"minutes\": 60}].";
    private static final int LONGEST = 24 * 60;
    private static final String REASON = "predicted: the agent's definition lists it among the tools of its start";

    public StartTool {
        operations = Set.copyOf(operations);
        if (minutes < 1 || minutes > LONGEST) {
            throw wrong("'minutes' of the tool '" + tool + "' is out of range.", "Give 1 to " + LONGEST + ".");
        }
    }

    public GrantProposal proposal(String task) {
        return new GrantProposal(task, tool, operations, scope, Duration.ofMinutes(minutes), 0, REASON);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("tool", tool);
        json.set("operations", Json.array(List.copyOf(new TreeSet<>(operations))));
        json.set("scope", ScopeJson.write(scope));
        return json.put("minutes", minutes);
    }

    /** @throws WritException with {@code invalid_arguments} for anything that is no such list, naming what is wrong */
    public static List<StartTool> readAll(JsonNode list) {
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw wrong("'tools' is no list of at most " + MOST + " tools.", FORM);
        }
        List<StartTool> tools = list.valueStream().map(StartTool::read).toList();
        if (tools.stream().map(StartTool::tool).distinct().count() < tools.size()) {
            throw wrong("'tools' names a tool twice.", "Put all of its limits into one scope.");
        }
        return tools;
    }

    private static StartTool read(JsonNode node) {
        Fields fields = Fields.of(node, "tool", Set.of("tool", "operations", "scope", "minutes"));
        String tool = fields.text("tool");
        StartTool read = new StartTool(
                tool,
                Set.copyOf(fields.texts("operations")),
                ScopeJson.read(tool, fields.required("scope")),
                Math.clamp(fields.number("minutes"), 0, Integer.MAX_VALUE));
        // Whatever could not be proposed, is refused where it is written down.
        read.proposal("task");
        return read;
    }

    /** What lets a task send something out is decided when it is asked for, by what the task has read until then. */
    public static boolean sends(Scope scope) {
        return switch (scope) {
            case Scope.RepositoryScope git ->
                git.verbs().contains(RepositoryVerb.PUSH) || git.verbs().contains(RepositoryVerb.PULL_REQUEST);
            case Scope.RecipientScope recipients -> !recipients.recipients().equals(List.of("user"));
            case Scope.FileScope ignored -> false;
            case Scope.CommandScope commands -> !commands.hosts().isEmpty();
            case Scope.QueryScope ignored -> false;
            case Scope.EntityScope ignored -> false;
            // What a third party does with what it gets cannot be seen.
            case ArgumentScope ignored -> true;
        };
    }

    private static WritException wrong(String message, String hint) {
        return new WritException(FailureCode.INVALID_ARGUMENTS, message, hint);
    }
}
