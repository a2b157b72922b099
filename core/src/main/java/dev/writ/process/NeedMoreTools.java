package dev.writ.process;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Approvals;
import dev.writ.permission.Assignment;
import dev.writ.permission.Ceiling;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Decision;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.ScopeFamily;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.StandingRules;
import dev.writ.permission.StartTool;
import dev.writ.permission.Verdict;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskStore;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolSpec;
import dev.writ.tool.ToolStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a task gets a tool: checks without a model, the smallest proposal, validation of its need, the approval policy, and
 * a grant that is committed with its event. Silence denies.
 */
final class NeedMoreTools implements Process {
    static final String NAME = "need_more_tools";

    // In the journal before a code and a reason, where else an id stands; ids have no blanks.
    private static final String NOT_GRANTED = "not granted: ";
    private static final String SUSPENDED = Decision.Rule.SUSPENDED.id();

    private final TaskStore tasks;
    private final TaskLabels labels;
    private final ToolRegistry registry;
    private final ToolAddition addition;
    private final RequestValidation validation;
    private final RequestGuard guard;
    private final Approvals approvals;
    private final StandingRules rules;
    private final DatabasePermissionManager permissions;
    private final EventLog events;
    private final InstantSource clock;

    NeedMoreTools(
            TaskStore tasks,
            TaskLabels labels,
            ToolRegistry registry,
            ToolAddition addition,
            RequestValidation validation,
            RequestGuard guard,
            Approvals approvals,
            StandingRules rules,
            DatabasePermissionManager permissions,
            EventLog events,
            InstantSource clock) {
        this.tasks = tasks;
        this.labels = labels;
        this.registry = registry;
        this.addition = addition;
        this.validation = validation;
        this.guard = guard;
        this.approvals = approvals;
        this.rules = rules;
        this.permissions = permissions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                NAME, "Grants a task the smallest tool that serves, or says why not.", Schemas.NEED_MORE_TOOLS);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        Task requester = tasks.get(run.task().parent());
        ArrayNode granted = Json.array();
        ArrayNode refused = admit(run, requester);
        for (GrantProposal proposal : addition.propose(run, requester, refusedTools(refused))) {
            Answer answer = decide(run, proposal);
            switch (answer) {
                case Answer.Granted grant -> granted.add(describe(grant.assignment()));
                case Answer.Refused refusal -> {
                    refuse(refused, proposal.tool(), refusal.reason());
                    run.stepWriting(
                            "refused:" + proposal.tool(),
                            String.class,
                            transaction -> events.append(
                                    transaction,
                                    about("grant.refused", run, requester)
                                            .ended("denied", Duration.ZERO)
                                            .with("tool", proposal.tool())
                                            .with("code", refusal.code())
                                            .with("reason", refusal.reason())
                                            .with("proposal", proposal.toJson())));
                }
            }
        }
        if (granted.isEmpty() && refused.isEmpty()) {
            refuse(refused, "", "Nothing could be proposed for this request; name the tool and its scope.");
        }
        return new ProcessOutcome.Completed(TaskResult.of(text(granted, refused), data(granted, refused)));
    }

    /** What came of one proposal. */
    private sealed interface Answer {
        record Granted(Assignment assignment) implements Answer {}

        /** @param code a failure code the agent can pass on */
        record Refused(String code, String reason) implements Answer {}
    }

    private Answer decide(ProcessRun run, GrantProposal proposal) {
        ToolSpec tool = registry.tool(proposal.tool()).orElseThrow().spec();
        Ceiling ceiling = Ceiling.read(run.tree().ceiling());
        return switch (ApprovalPolicy.decide(ceiling, proposal)) {
            case Verdict.OutsideCeiling outside -> new Answer.Refused("denied", outside.sentence());
            case Verdict.NeedsPerson person ->
                askPerson(run, proposal, person.reason(), !sendsAfterReading(run, proposal));
            case Verdict.Automatic ignored
            when sendsAfterReading(run, proposal) ->
                askPerson(
                        run,
                        proposal,
                        "The task has read what others may have written, and this would let it send something out.",
                        false);
            case Verdict.Automatic ignored -> {
                RequestValidation.Judgement verdict = validation.byRules(tool, proposal);
                if (!verdict.sure()) {
                    verdict = validation.byAgent(run, tool, proposal, run.tree().request());
                }
                if (verdict.approved()) {
                    yield granted(run, proposal, transaction -> permissions.grant(transaction, proposal, "policy"));
                }
                yield verdict.sure()
                        ? new Answer.Refused("denied", verdict.reason())
                        : askPerson(run, proposal, verdict.reason(), false);
            }
        };
    }

    /** Whether the grant would let a task send something to whom others may have chosen. */
    private boolean sendsAfterReading(ProcessRun run, GrantProposal proposal) {
        return StartTool.sends(proposal.scope())
                && run.step(
                        "has_read:" + proposal.tool(),
                        Boolean.class,
                        () -> labels.of(proposal.task()).label().isUntrusted());
    }

    /** @param byRule whether what a person said beforehand is an answer to this */
    private Answer askPerson(ProcessRun run, GrantProposal proposal, String why, boolean byRule) {
        String id = run.stepWriting("ask:" + proposal.tool(), String.class, transaction -> {
            if (isSuspended(proposal)) {
                return NOT_GRANTED + SUSPENDED + " " + suspended(proposal);
            }
            return guard.freshDenial(transaction, proposal, run.task().tree())
                    .map(reason -> NOT_GRANTED + "approval_denied " + reason)
                    // Looked at again: many requests may have been admitted before the first of them was asked.
                    .or(() -> guard.crowd(transaction, run.task().tree())
                            .map(reason -> NOT_GRANTED + "limit_reached " + reason))
                    .orElseGet(() -> asked(
                            transaction,
                            proposal,
                            why,
                            clock.instant().plus(run.tree().approvalTimeout()),
                            byRule));
        });
        if (id.startsWith(NOT_GRANTED)) {
            return refused(id);
        }
        ApprovalRequest decided = run.decision(id);
        return switch (decided.state()) {
            case APPROVED -> granted(run, proposal, transaction -> approvals.grant(transaction, id));
            case DENIED -> new Answer.Refused("approval_denied", "A person denied it: " + decided.decisionReason());
            case EXPIRED -> new Answer.Refused("approval_expired", "Nobody approved it in time.");
            case PENDING -> throw new IllegalStateException("a decided request is pending");
        };
    }

    /** The id of the request, which a rule may have answered already. */
    private String asked(
            Transaction transaction, GrantProposal proposal, String why, Instant expiresAt, boolean byRule) {
        ApprovalRequest request = approvals.request(transaction, proposal, why, expiresAt);
        if (byRule && request.state() == ApprovalRequest.State.PENDING) {
            rules.covering(transaction, request).ifPresent(rule -> approvals.decideByRule(transaction, request, rule));
        }
        return request.id();
    }

    /** The grant, or why there is none after all: agent or tool may not be those that were judged. */
    private Answer granted(ProcessRun run, GrantProposal proposal, Function<Transaction, Assignment> grant) {
        String id = run.stepWriting("grant:" + proposal.tool(), String.class, transaction -> {
            if (isSuspended(proposal)) {
                return NOT_GRANTED + SUSPENDED + " " + suspended(proposal);
            }
            try {
                return grant.apply(transaction).id();
            } catch (WritException e) {
                return NOT_GRANTED + e.failure().code().id() + " " + e.failure().message();
            }
        });
        return id.startsWith(NOT_GRANTED)
                ? refused(id)
                : new Answer.Granted(permissions.assignment(id).orElseThrow().assignment());
    }

    private static Answer refused(String recorded) {
        String[] codeAndReason = recorded.substring(NOT_GRANTED.length()).split(" ", 2);
        return new Answer.Refused(codeAndReason[0], codeAndReason[1]);
    }

    private boolean isSuspended(GrantProposal proposal) {
        return registry.status(proposal.tool()) != ToolStatus.ACTIVE;
    }

    private static String suspended(GrantProposal proposal) {
        return "The tool " + proposal.tool() + " is switched off until a person accepts it.";
    }

    /** The checks without a model; what they refuse is the start of the list of refusals. */
    private ArrayNode admit(ProcessRun run, Task requester) {
        Ceiling ceiling = Ceiling.read(run.tree().ceiling());
        return run.stepWriting("admit", ArrayNode.class, transaction -> {
            RequestGuard.Admission admission = guard.admit(
                    transaction,
                    requester.id(),
                    requester.tree(),
                    requester.agent(),
                    asked(run),
                    run.task().parameters().path("justification").asString(),
                    named(ToolStatus.ACTIVE, ceiling),
                    named(ToolStatus.SUSPENDED, ceiling));
            ArrayNode refused = Json.array();
            admission.refused().forEach(one -> refuse(refused, one.tool(), one.reason()));
            return refused;
        });
    }

    /** Tools outside the ceiling are not named: to the requester they are like tools that do not exist. */
    private Set<String> named(ToolStatus status, Ceiling ceiling) {
        return registry.tools().stream()
                .map(tool -> tool.spec().name())
                .filter(ceiling::allowsSome)
                .filter(name -> registry.status(name) == status)
                .collect(Collectors.toSet());
    }

    private static List<RequestGuard.Asked> asked(ProcessRun run) {
        ObjectNode parameters = run.task().parameters();
        List<RequestGuard.Asked> asked = new ArrayList<>();
        parameters.path("tools").forEach(name -> {
            JsonNode scope = parameters.path("scope").path(name.asString());
            boolean readable =
                    scope.isObject() && ScopeFamily.of(name.asString()).isPresent();
            asked.add(new RequestGuard.Asked(
                    name.asString(),
                    readable ? Optional.of(ScopeJson.read(name.asString(), scope)) : Optional.empty()));
        });
        return asked;
    }

    private static Set<String> refusedTools(ArrayNode refused) {
        Set<String> names = new HashSet<>();
        refused.forEach(one -> names.add(one.path("tool").asString()));
        return names;
    }

    private static NewEvent about(String type, ProcessRun run, Task requester) {
        return NewEvent.of(type, "grant", run.task().id())
                .in(run.task().tree(), requester.id())
                .by("agent:" + requester.agent());
    }

    private static void refuse(ArrayNode refused, String tool, String reason) {
        refused.addObject().put("tool", tool).put("reason", reason);
    }

    private static ObjectNode describe(Assignment assignment) {
        ObjectNode json = Json.object().put("assignment", assignment.id()).put("tool", assignment.tool());
        json.set(
                "operations",
                Json.array(assignment.operations().stream().sorted().toList()));
        json.set("scope", ScopeJson.write(assignment.scope()));
        return json.put("expires_at", assignment.expiresAt().toString()).put("approved_by", assignment.approvedBy());
    }

    private static ObjectNode data(ArrayNode granted, ArrayNode refused) {
        ObjectNode data = Json.object();
        data.set("granted", granted);
        data.set("refused", refused);
        return data;
    }

    private static String text(ArrayNode granted, ArrayNode refused) {
        StringBuilder text = new StringBuilder();
        granted.forEach(grant -> text.append("Granted ")
                .append(grant.path("tool").asString())
                .append(" with scope ")
                .append(Json.write(grant.path("scope")))
                .append(" until ")
                .append(grant.path("expires_at").asString())
                .append(".\n"));
        refused.forEach(refusal -> text.append("Not granted ")
                .append(refusal.path("tool").asString())
                .append(": ")
                .append(refusal.path("reason").asString())
                .append('\n'));
        return text.toString().strip();
    }
}
