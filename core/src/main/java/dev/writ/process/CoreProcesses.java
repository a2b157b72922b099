package dev.writ.process;

import dev.writ.agent.AgentDirectory;
import dev.writ.entity.Definitions;
import dev.writ.entity.Relationships;
import dev.writ.entity.TreeVersions;
import dev.writ.entity.Tuning;
import dev.writ.event.EventLog;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.PermissionCleanup;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.StandingRules;
import dev.writ.prediction.Foresight;
import dev.writ.prediction.GrantTimes;
import dev.writ.store.Database;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import dev.writ.tool.ToolRegistry;
import java.time.InstantSource;
import java.util.List;

/** Puts together the processes that belong to Writ itself. */
public final class CoreProcesses {
    private CoreProcesses() {}

    /** What the processes work on. */
    public record Parts(
            Database database,
            EventLog events,
            InstantSource clock,
            TaskStore tasks,
            TaskLabels labels,
            TreeBudget budget,
            Definitions definitions,
            TreeVersions versions,
            Tuning tuning,
            Relationships relationships,
            AgentDirectory agents,
            ToolRegistry registry,
            DatabasePermissionManager permissions,
            Approvals approvals,
            StandingRules rules,
            PermissionCleanup cleanup,
            RequestGuard guard,
            DocumentFinder documents,
            Foresight foresight) {}

    public static List<Process> all(Parts parts) {
        Evidence evidence = new Evidence(parts.database());
        NeedMoreContext context = new NeedMoreContext(
                parts.definitions(),
                parts.versions(),
                parts.relationships(),
                parts.labels(),
                parts.tuning(),
                parts.documents());
        StartTools startTools = new StartTools(parts.agents(), parts.registry(), parts.permissions());
        Stages stages = new Stages(
                new AgentSelection(parts.agents()),
                context,
                new ToolPrediction(parts.permissions(), parts.registry(), parts.foresight(), startTools),
                new Evaluation(evidence),
                new Documentation(evidence, parts.definitions(), parts.documents()));
        ToolAddition addition = new ToolAddition(parts.registry(), parts.tuning(), new GrantTimes(parts.database()));
        RequestValidation validation = new RequestValidation();
        return List.of(
                new NeutralTask(stages, new Planning(parts.agents())),
                new SingleAgent(startTools),
                new OutsideAgent(),
                new StartSubtask(stages),
                new BreakDownTask(parts.budget()),
                context,
                new NeedMoreTools(
                        parts.tasks(),
                        parts.labels(),
                        parts.registry(),
                        addition,
                        validation,
                        parts.guard(),
                        parts.approvals(),
                        parts.rules(),
                        parts.permissions(),
                        parts.events(),
                        parts.clock()),
                addition,
                validation,
                new ToolCleanup(parts.cleanup()),
                new EndTask(),
                new FlagForReview(parts.events()));
    }
}
