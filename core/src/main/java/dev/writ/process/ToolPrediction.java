package dev.writ.process;

import dev.writ.Json;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Ceiling;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.permission.Verdict;
import dev.writ.prediction.Foreseen;
import dev.writ.prediction.Foresight;
import dev.writ.prediction.Situation;
import dev.writ.prediction.WorkspaceKind;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import dev.writ.tool.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a task at its start what it will surely need, so that it does not have to ask: what its words say about reading its
 * workspace, and what similar tasks have used. Only what would be granted without asking anyone; everything else is asked
 * for when it is needed.
 */
final class ToolPrediction {
    private static final Pattern ABOUT_FILES = Pattern.compile(
            "\\b(files?|folders?|director(y|ies)|workspace|code|codebase|project|repository|repo|read|open|list|find"
                    + "|search|grep|replace|rename|describe|summari[sz]e|TODOs?|FIXMEs?|languages?|lines?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Duration READING_TIME = Duration.ofHours(1);

    private final DatabasePermissionManager permissions;
    private final ToolRegistry registry;
    private final Foresight foresight;
    private final StartTools startTools;
    private final RequestValidation validation = new RequestValidation();

    ToolPrediction(
            DatabasePermissionManager permissions, ToolRegistry registry, Foresight foresight, StartTools startTools) {
        this.permissions = permissions;
        this.registry = registry;
        this.foresight = foresight;
        this.startTools = startTools;
    }

    /** What a task with these words surely needs, before anything was learned. */
    static Optional<GrantProposal> proposal(String task, String instruction, boolean hasWorkspace) {
        if (!hasWorkspace || !ABOUT_FILES.matcher(instruction).find()) {
            return Optional.empty();
        }
        return Optional.of(new GrantProposal(
                task,
                "file_system_listing",
                Set.of(),
                new Scope.FileScope(List.of("**"), List.of()),
                READING_TIME,
                0,
                "predicted: the request is about files of the workspace"));
    }

    /** What the rules say first, unless history knows better, and then what history adds. */
    static List<Foreseen> all(String task, String instruction, boolean hasWorkspace, Foresight.Outlook outlook) {
        List<Foreseen> all = new ArrayList<>();
        proposal(task, instruction, hasWorkspace)
                .filter(reading -> !outlook.needless().contains(reading.tool()))
                .ifPresent(reading ->
                        all.add(new Foreseen(reading, 1, "the request is about files of the workspace", true)));
        outlook.foreseen().stream()
                .filter(one -> all.stream().noneMatch(known -> covers(known.proposal(), one.proposal())))
                .forEach(all::add);
        return all;
    }

    private static boolean covers(GrantProposal known, GrantProposal other) {
        return known.tool().equals(other.tool())
                && (known.operations().isEmpty() || known.operations().containsAll(other.operations()))
                && known.scope().covers(other.scope());
    }

    void predict(ProcessRun run) {
        Task task = run.task();
        Ceiling ceiling = Ceiling.read(run.tree().ceiling());
        String workspace = WorkspaceKind.of(run.tree().workspace());
        // Before the step, since the step holds the one thread that writes.
        Foresight.Outlook outlook =
                foresight.of(task.id(), new Situation(task.instruction(), task.agent(), workspace), ceiling);
        run.stepWriting("predict_tools", JsonNode.class, transaction -> {
            ObjectNode record = Json.object().put("workspace", workspace).put("model", outlook.version());
            ArrayNode foreseen = record.putArray("foreseen");
            for (Foreseen one : all(task.id(), task.instruction(), !workspace.isEmpty(), outlook)) {
                foreseen.add(granted(transaction, task, ceiling, one));
            }
            Set<String> given = foreseen.valueStream()
                    .filter(one -> one.has("assignment"))
                    .map(one -> one.path("tool").asString())
                    .collect(Collectors.toSet());
            record.set("at_start", Json.array(startTools.give(transaction, run, given)));
            return record;
        });
    }

    private ObjectNode granted(Transaction transaction, Task task, Ceiling ceiling, Foreseen one) {
        GrantProposal proposal = one.proposal();
        ObjectNode told = Json.object()
                .put("tool", proposal.tool())
                .put("probability", Math.round(one.probability() * 1000) / 1000.0)
                .put("why", one.sentence());
        told.set(
                "operations", Json.array(proposal.operations().stream().sorted().toList()));
        if (isGiven(task, ceiling, one)) {
            Assignment assignment = permissions.grant(transaction, proposal, "policy");
            told.put("assignment", assignment.id());
        }
        return told;
    }

    /** Whether it is sure, nobody would have to be asked, and it is not there anyway. */
    private boolean isGiven(Task task, Ceiling ceiling, Foreseen one) {
        GrantProposal proposal = one.proposal();
        return one.sure()
                && !isAlways(task.agent(), proposal)
                && switch (ApprovalPolicy.decide(ceiling, proposal)) {
                    case Verdict.Automatic ignored ->
                        registry.tool(proposal.tool())
                                .map(tool -> validation
                                        .byRules(tool.spec(), proposal)
                                        .approved())
                                .orElse(false);
                    case Verdict.NeedsPerson ignored -> false;
                    case Verdict.OutsideCeiling ignored -> false;
                };
    }

    private boolean isAlways(String agent, GrantProposal proposal) {
        return permissions.basePermissions().stream().anyMatch(base -> covers(base, agent, proposal));
    }

    private static boolean covers(BasePermission base, String agent, GrantProposal proposal) {
        return base.agent().equals(agent)
                && base.tool().equals(proposal.tool())
                && (base.operations().isEmpty() || base.operations().containsAll(proposal.operations()))
                && base.scope().covers(proposal.scope());
    }
}
