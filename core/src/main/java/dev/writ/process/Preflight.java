package dev.writ.process;

import dev.writ.WritException;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentDirectory;
import dev.writ.model.playbook.role.LikelyTools;
import dev.writ.model.playbook.role.ProposedGrant;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.Ceiling;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Limit;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.Verdict;
import dev.writ.prediction.Foresight;
import dev.writ.prediction.Situation;
import dev.writ.prediction.WorkspaceKind;
import dev.writ.process.Forecast.Expected;
import dev.writ.process.Forecast.Outcome;
import dev.writ.process.Forecast.ToolStanding;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolSpec;
import dev.writ.tool.ToolStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would probably become of a request, by the rules that select its agent, predict its tools and decide about them.
 * Asks no model, runs nothing and writes nothing.
 */
public final class Preflight {
    /** Stands for the task that there is not. */
    private static final String NO_TASK = "task_preflight";

    private static final Duration USUAL = Duration.ofMinutes(30);

    private final AgentDirectory agents;
    private final ToolRegistry registry;
    private final Foresight foresight;
    private final RequestValidation validation = new RequestValidation();

    public Preflight(AgentDirectory agents, ToolRegistry registry, Foresight foresight) {
        this.agents = agents;
        this.registry = registry;
        this.foresight = foresight;
    }

    /**
     * Looks ahead.
     *
     * @param process that would handle the request
     * @param agent that was asked for; "" for none
     * @param workspace path of the folder to work in; "" for none
     */
    public Forecast of(String request, String process, String agent, String workspace, Ceiling ceiling) {
        boolean neutral = process.equals(NeutralTask.NAME);
        List<String> names =
                !agent.isEmpty() ? List.of(agent) : neutral ? AgentRules.candidates(request) : List.<String>of();
        List<AgentDefinition> candidates = names.stream().map(agents::get).toList();
        List<ProposedGrant> likely = LikelyTools.of(request);
        List<Expected> expected = new ArrayList<>();
        if (neutral) {
            String name = names.size() == 1 ? names.getFirst() : "";
            ToolPrediction.all(
                            NO_TASK,
                            request,
                            !workspace.isEmpty(),
                            foresight.of(NO_TASK, new Situation(request, name, WorkspaceKind.of(workspace)), ceiling))
                    .forEach(one -> expected.add(judged(one.proposal(), one.sure(), candidates, ceiling)));
        }
        for (ProposedGrant grant : likely) {
            proposal(grant)
                    .filter(proposal -> expected.stream().noneMatch(known -> covers(known, proposal)))
                    .ifPresent(proposal -> expected.add(judged(proposal, false, candidates, ceiling)));
        }
        return new Forecast(
                process,
                candidates,
                neutral && !names.stream().allMatch(name -> Planning.isSimple(request, name)),
                !likely.isEmpty(),
                expected,
                registry.tools().stream()
                        .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                        .map(tool -> standing(tool, ceiling))
                        .toList());
    }

    private Optional<GrantProposal> proposal(ProposedGrant grant) {
        try {
            return Optional.of(new GrantProposal(
                    NO_TASK,
                    grant.tool(),
                    Set.copyOf(grant.operations()),
                    ScopeJson.read(grant.tool(), grant.scope()),
                    USUAL,
                    0,
                    grant.reason()));
        } catch (WritException e) {
            // Words that name what no scope can: the agent would be told so, and nothing is granted.
            return Optional.empty();
        }
    }

    private static boolean covers(Expected known, GrantProposal proposal) {
        return known.proposal().tool().equals(proposal.tool())
                && known.proposal().scope().covers(proposal.scope());
    }

    private Expected judged(
            GrantProposal proposal, boolean atStart, List<AgentDefinition> candidates, Ceiling ceiling) {
        boolean always = !candidates.isEmpty()
                && candidates.stream()
                        .allMatch(agent -> agent.basePermissions().stream()
                                .anyMatch(base -> base.tool().equals(proposal.tool())
                                        && (base.operations().isEmpty()
                                                || base.operations().containsAll(proposal.operations()))
                                        && base.scope().covers(proposal.scope())));
        if (always) {
            return new Expected(proposal, false, Outcome.ALWAYS, "The agent always has this.");
        }
        Optional<ToolSpec> tool = registry.tool(proposal.tool()).map(RegisteredTool::spec);
        if (tool.isEmpty()) {
            return new Expected(proposal, false, Outcome.OUTSIDE, "There is no such tool here.");
        }
        Verdict verdict = ApprovalPolicy.decide(ceiling, proposal);
        if (registry.status(proposal.tool()) != ToolStatus.ACTIVE) {
            return new Expected(
                    proposal, false, Outcome.SUSPENDED, "The tool is switched off until a person accepts it.");
        }
        return switch (verdict) {
            case Verdict.OutsideCeiling ignored ->
                new Expected(proposal, false, Outcome.OUTSIDE, Verdict.sentence(verdict));
            case Verdict.NeedsPerson ignored ->
                new Expected(proposal, false, Outcome.PERSON, Verdict.sentence(verdict));
            case Verdict.Automatic ignored -> {
                RequestValidation.Judgement judged = validation.byRules(tool.get(), proposal);
                yield judged.approved()
                        ? new Expected(proposal, atStart, Outcome.AUTOMATIC, Verdict.sentence(verdict))
                        : new Expected(proposal, false, Outcome.VALIDATED, judged.reason());
            }
        };
    }

    private ToolStanding standing(RegisteredTool tool, Ceiling ceiling) {
        List<Limit> limits = ceiling.limitsOf(tool.spec().name());
        return new ToolStanding(
                tool.spec().name(),
                tool.spec().level(),
                registry.status(tool.spec().name()) != ToolStatus.ACTIVE,
                limits.stream()
                        .filter(limit -> limit.approval() == Limit.Approval.AUTO)
                        .map(Limit::scope)
                        .toList(),
                limits.stream().anyMatch(limit -> limit.approval() == Limit.Approval.PERSON));
    }
}
