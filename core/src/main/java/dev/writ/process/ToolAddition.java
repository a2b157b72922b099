package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.ArgumentSchema;
import dev.writ.permission.ArgumentScope;
import dev.writ.permission.Ceiling;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.ThirdPartyName;
import dev.writ.prediction.GrantTimes;
import dev.writ.task.Task;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolSpec;
import dev.writ.tool.ToolStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a request for tools into proposals: the smallest scope and the shortest time that serve. What the request names
 * is taken as it is; what it leaves open, the tool_addition agent proposes.
 */
final class ToolAddition implements Process {
    static final String NAME = "tool_addition";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,4})([smh])");

    private final ToolRegistry registry;
    private final Tuning tuning;
    private final GrantTimes times;

    /** @param times how long grants are used, for requests that leave their time open */
    ToolAddition(ToolRegistry registry, Tuning tuning, GrantTimes times) {
        this.registry = registry;
        this.tuning = tuning;
        this.times = times;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(NAME, "Proposes the smallest grant that serves a request.", Schemas.ANY);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        run.assignAgent("tool_addition");
        return run.agent();
    }

    /** The proposals for a request; tools that were refused or cannot be proposed for are left out. */
    List<GrantProposal> propose(ProcessRun run, Task requester, Set<String> refused) {
        ObjectNode asked = run.task().parameters();
        List<GrantProposal> proposals = new ArrayList<>();
        for (JsonNode name : asked.path("tools")) {
            Optional<ToolSpec> tool = registry.tool(name.asString()).map(registered -> registered.spec());
            if (tool.isPresent()
                    && !refused.contains(name.asString())
                    && (asked.path("scope").has(name.asString()) || ThirdPartyName.isTool(name.asString()))) {
                proposals.add(inTime(run, asked, named(tool.get(), asked, requester)));
            }
        }
        boolean open = proposals.isEmpty() && refused.isEmpty();
        return open ? openEnded(run, requester).map(List::of).orElse(List.of()) : proposals;
    }

    /** Where nobody named a time, a ceiling or rule for a shorter one is no reason for a no, or for asking. */
    private static GrantProposal inTime(ProcessRun run, ObjectNode asked, GrantProposal proposal) {
        return duration(asked.path("duration").asString("")).isPresent()
                ? proposal
                : ApprovalPolicy.inTime(Ceiling.read(run.tree().ceiling()), proposal);
    }

    private GrantProposal named(ToolSpec tool, ObjectNode asked, Task requester) {
        JsonNode named = asked.path("scope").path(tool.name());
        // Of a third party's tool nobody here knows what its arguments mean, so a person decides about all of them.
        Scope scope = named.isMissingNode() && ThirdPartyName.isTool(tool.name())
                ? new ArgumentScope(List.of(ArgumentSchema.ANY))
                : ScopeJson.read(tool.name(), object(named));
        Duration duration = time(tool, requester, asked.path("duration").asString(""));
        return new GrantProposal(
                requester.id(),
                tool.name(),
                operations(tool, asked.path("operations")),
                scope,
                duration,
                0,
                asked.path("justification").asString());
    }

    private Optional<GrantProposal> openEnded(ProcessRun run, Task requester) {
        ObjectNode asked = run.task().parameters();
        ObjectNode input = Json.object()
                .put("request", asked.path("request").asString())
                .put("justification", asked.path("justification").asString());
        input.set("tools", asked.path("tools").isMissingNode() ? Json.array() : asked.path("tools"));
        ArrayNode candidates = input.putArray("candidates");
        registry.tools().stream()
                .filter(tool -> !tool.spec().name().equals("core"))
                // The words of one that nobody accepted are not for a model.
                .filter(tool -> registry.status(tool.spec().name()) == ToolStatus.ACTIVE)
                .forEach(tool -> candidates
                        .addObject()
                        .put("tool", tool.spec().name())
                        .put("description", tool.spec().description())
                        .set(
                                "operations",
                                Json.array(tool.operations().stream()
                                        .map(operation -> operation.name())
                                        .toList())));
        Optional<ObjectNode> proposed = SingleAgent.ask(
                run, "propose", "tool_addition", "Propose the smallest grant that serves this request.", input);
        return proposed.flatMap(
                data -> read(data, requester, asked.path("justification").asString())
                        .map(proposal -> inTime(run, data, proposal)));
    }

    private Optional<GrantProposal> read(ObjectNode data, Task requester, String justification) {
        Optional<ToolSpec> tool = registry.tool(data.path("tool").asString("")).map(registered -> registered.spec());
        if (tool.isEmpty() || !(data.path("scope") instanceof ObjectNode scope)) {
            return Optional.empty();
        }
        ObjectNode own = scope.path(tool.get().name()) instanceof ObjectNode nested ? nested : scope;
        try {
            return Optional.of(new GrantProposal(
                    requester.id(),
                    tool.get().name(),
                    operations(tool.get(), data.path("operations")),
                    ScopeJson.read(tool.get().name(), own),
                    time(tool.get(), requester, data.path("duration").asString("")),
                    0,
                    justification));
        } catch (WritException e) {
            return Optional.empty();
        }
    }

    /** Those of the names that are operations of the tool: one request may name operations of several tools. */
    private Set<String> operations(ToolSpec tool, JsonNode names) {
        Set<String> operations = new HashSet<>();
        names.forEach(name -> registry.operation(tool.name(), name.asString())
                .ifPresent(operation -> operations.add(operation.name())));
        return operations;
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The scope of a tool must be an object.",
                "For instance {\"file_edit\": {\"read\": [], \"write\": [\"src/app.conf\"]}}.");
    }

    /** What is asked for, up to the usual time; where nothing is, what such grants have needed. */
    private Duration time(ToolSpec tool, Task requester, String asked) {
        Optional<Duration> named = duration(asked);
        Duration usual = usual(tool, requester);
        return named.isPresent() ? shorter(usual, named) : times.offered(tool.name(), requester.agent(), usual);
    }

    /** Tools of third parties have no definition here that could say otherwise. */
    private Duration usual(ToolSpec tool, Task requester) {
        return Tunable.grantMinutes(tool.name())
                .map(tunable -> Duration.ofMinutes(tuning.number(requester.tree(), tunable)))
                .orElse(tool.defaultDuration());
    }

    private static Duration shorter(Duration usual, Optional<Duration> asked) {
        return asked.filter(duration -> duration.compareTo(usual) < 0).orElse(usual);
    }

    /** A duration such as {@code 30m}; empty for anything else. */
    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2).charAt(0)) {
                    case 's' -> Duration.ofSeconds(count);
                    case 'm' -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }
}
