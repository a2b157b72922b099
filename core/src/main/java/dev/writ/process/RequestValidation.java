package dev.writ.process;

import dev.writ.Json;
import dev.writ.permission.ArgumentScope;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges whether a task needs what is asked for. Rules first; where they are unsure, the request_validation agent. It
 * sees the request, the task as the user worded it and the catalogue entry: never tool output.
 */
final class RequestValidation implements Process {
    static final String NAME = "request_validation";

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Judges whether a task needs a tool it asks for.", Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        run.assignAgent("request_validation");
        return run.agent();
    }

    /** @param reason one sentence */
    record Judgement(boolean approved, boolean sure, String reason) {}

    /** What the rules say; an unsure one is not approved. */
    Judgement byRules(ToolSpec tool, GrantProposal proposal) {
        if (proposal.reason().codePoints().noneMatch(Character::isLetterOrDigit)) {
            return new Judgement(false, true, "No justification was given.");
        }
        if (tool.level() == SecurityLevel.MINIMAL || isNarrow(proposal.scope())) {
            return new Judgement(true, true, "The scope is limited to what is named.");
        }
        return new Judgement(false, false, "The scope is wide.");
    }

    /** Asks the agent; without a clear answer the request is not approved. */
    Judgement byAgent(ProcessRun run, ToolSpec tool, GrantProposal proposal, String userRequest) {
        ObjectNode asked = Json.object();
        asked.set("tools", Json.array(List.of(tool.name())));
        asked.set("scope", ScopeJson.write(proposal.scope()));
        asked.put("justification", proposal.reason());
        ObjectNode input = Json.object();
        input.set("request", asked);
        input.set("task", Json.object().put("request", userRequest));
        input.set(
                "catalogue",
                Json.object()
                        .put("name", tool.name())
                        .put("description", tool.description())
                        .put("level", tool.level().name().toLowerCase(java.util.Locale.ROOT)));
        Optional<ObjectNode> judged = SingleAgent.ask(
                run, "validate:" + tool.name(), "request_validation", "Is this request for tools justified?", input);
        return judged.map(data -> new Judgement(
                        data.path("verdict").asString("").equals("approve"),
                        !data.path("verdict").asString("").equals("unsure"),
                        data.path("reason").asString("")))
                .orElse(new Judgement(false, false, "The validation gave no answer."));
    }

    /** Whether everything is named: no open-ended pattern that changes anything. */
    private static boolean isNarrow(Scope scope) {
        return switch (scope) {
            case Scope.FileScope files -> files.write().stream().noneMatch(glob -> glob.contains("**"));
            case Scope.CommandScope commands -> commands.isExact();
            case Scope.QueryScope ignored -> true;
            case Scope.RepositoryScope repositories ->
                repositories.repositories().stream().noneMatch(glob -> glob.contains("*"));
            case Scope.EntityScope ignored -> false;
            case Scope.RecipientScope ignored -> true;
            case ArgumentScope arguments -> !arguments.isOpen();
        };
    }
}
