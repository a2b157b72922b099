package dev.writ.process;

import dev.writ.agent.AgentDirectory;
import dev.writ.permission.ApprovalPolicy;
import dev.writ.permission.Assignment;
import dev.writ.permission.Ceiling;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.StartTool;
import dev.writ.permission.Verdict;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Gives a task at its start the tools that the definition of its agent lists, as far as the request's ceiling grants them
 * without asking anyone. What is beyond that is not asked for: the agent asks when it needs it.
 */
final class StartTools {
    private final AgentDirectory agents;
    private final ToolRegistry registry;
    private final DatabasePermissionManager permissions;

    StartTools(AgentDirectory agents, ToolRegistry registry, DatabasePermissionManager permissions) {
        this.agents = agents;
        this.registry = registry;
        this.permissions = permissions;
    }

    /**
     * Part of a step of the process, with its transaction.
     *
     * @param granted tools that the task was just given otherwise
     * @return ids of the grants
     */
    List<String> give(Transaction transaction, ProcessRun run, Set<String> granted) {
        Task task = run.task();
        if (task.agent().isEmpty()) {
            return List.of();
        }
        Ceiling ceiling = Ceiling.read(run.tree().ceiling());
        List<String> given = new ArrayList<>();
        for (StartTool tool : agents.get(task.tree(), task.agent()).startTools()) {
            if (granted.contains(tool.tool()) || registry.status(tool.tool()) != ToolStatus.ACTIVE) {
                continue;
            }
            GrantProposal proposal = tool.proposal(task.id());
            switch (ApprovalPolicy.decide(ceiling, proposal)) {
                case Verdict.Automatic ignored
                when !StartTool.sends(tool.scope()) -> {
                    Assignment assignment = permissions.grant(transaction, proposal, "policy");
                    given.add(assignment.id());
                }
                case Verdict.Automatic ignored -> {}
                case Verdict.NeedsPerson ignored -> {}
                case Verdict.OutsideCeiling ignored -> {}
            }
        }
        return given;
    }
}
