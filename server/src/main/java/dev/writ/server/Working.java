package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentFiles;
import dev.writ.agent.Opening;
import dev.writ.agent.StoredAgents;
import dev.writ.agent.ToolCaller;
import dev.writ.agent.UniversalAgent;
import dev.writ.agent.context.ShownFunctions;
import dev.writ.entity.Definitions;
import dev.writ.entity.Seeder;
import dev.writ.event.EventLog;
import dev.writ.improvement.pattern.MinePatterns;
import dev.writ.improvement.request.RequestImprovement;
import dev.writ.improvement.request.SuggestInstructions;
import dev.writ.insight.ReviewProcess;
import dev.writ.insight.TaskStatistics;
import dev.writ.insight.knowledge.Knowledge;
import dev.writ.model.Models;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.PermissionCleanup;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.StandingRules;
import dev.writ.prediction.Foresight;
import dev.writ.process.AgentLoop;
import dev.writ.process.Controls;
import dev.writ.process.CoreProcesses;
import dev.writ.process.Execution;
import dev.writ.process.JournaledRun;
import dev.writ.process.PendingResults;
import dev.writ.process.Process;
import dev.writ.process.Processes;
import dev.writ.process.Runs;
import dev.writ.process.StoredProcesses;
import dev.writ.process.TaskDocuments;
import dev.writ.runtime.Engine;
import dev.writ.store.Database;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.message.Inbox;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** How a task is worked on: its agent, its process, and the journal by which both go on after a crash. */
final class Working {
    private final Stores stores;
    private final InstantSource clock;
    private final IdSource ids;
    private final Parts parts;

    /** What agents and processes use besides the stores. */
    record Parts(
            Toolbox toolbox,
            DatabasePermissionManager permissions,
            Approvals approvals,
            StandingRules rules,
            PermissionCleanup cleanup,
            Inbox inbox,
            Models models,
            Controls controls,
            ShownFunctions shown,
            Knowledge knowledge,
            Foresight foresight,
            Improving improving,
            Recovering recovering) {}

    Working(Stores stores, InstantSource clock, IdSource ids, Parts parts) {
        this.stores = stores;
        this.clock = clock;
        this.ids = ids;
        this.parts = parts;
    }

    /** For the engine that executes it; puts what ships with Writ into the database. */
    Engine.Work on(Execution execution) {
        StoredAgents agents = stores.agents();
        List<Process> processes = processes(agents);
        seed(processes);
        Runs runs = Runs.journaled(new JournaledRun.Services(
                stores.database(),
                clock,
                ids,
                stores.tasks(),
                stores.trees(),
                parts.approvals(),
                parts.permissions(),
                loop(agents, execution),
                execution));
        return new Engine.Work(
                new Processes(
                        processes,
                        new StoredProcesses(
                                stores.database(),
                                stores.definitions(),
                                parts.toolbox().gateway())),
                agents,
                runs);
    }

    private AgentLoop loop(StoredAgents agents, Execution execution) {
        ToolGateway gateway = parts.toolbox().gateway();
        return new AgentLoop(
                stores.database(),
                stores.tasks(),
                stores.conversation(),
                stores.pendingCalls(),
                agents,
                new Opening(new TaskDocuments(
                        stores.definitions(),
                        stores.versions(),
                        stores.relationships(),
                        stores.labels(),
                        stores.tuning())),
                new UniversalAgent(
                        stores.database(),
                        stores.tasks(),
                        stores.budget(),
                        stores.conversation(),
                        stores.events(),
                        parts.models(),
                        parts.shown()),
                new ToolCaller(gateway, stores.conversation(), stores.pendingCalls()),
                new PendingResults(
                        stores.database(),
                        stores.tasks(),
                        stores.conversation(),
                        stores.pendingCalls(),
                        parts.inbox(),
                        gateway,
                        execution),
                parts.controls(),
                stores.events());
    }

    private List<Process> processes(StoredAgents agents) {
        Database database = stores.database();
        EventLog events = stores.events();
        Definitions definitions = stores.definitions();
        Improving improving = parts.improving();
        List<Process> processes = new ArrayList<>(CoreProcesses.all(new CoreProcesses.Parts(
                database,
                events,
                clock,
                stores.tasks(),
                stores.labels(),
                stores.budget(),
                definitions,
                stores.versions(),
                stores.tuning(),
                stores.relationships(),
                agents,
                parts.toolbox().registry(),
                parts.permissions(),
                parts.approvals(),
                parts.rules(),
                parts.cleanup(),
                new RequestGuard(events, clock, RequestGuard.Limits.defaults()),
                parts.knowledge(),
                parts.foresight())));
        processes.add(new ReviewProcess(improving.opportunities(), new TaskStatistics(database), clock));
        processes.add(new MinePatterns(database, definitions, events, clock));
        processes.add(new RequestImprovement(definitions, stores.tasks(), stores.labels(), events, improving.rules()));
        processes.add(new SuggestInstructions(
                improving.opportunities(),
                definitions,
                events,
                improving.rules(),
                clock,
                !parts.models().offline()));
        processes.add(parts.recovering().process());
        return processes;
    }

    /** What people changed stays as it is. */
    private void seed(List<Process> processes) {
        List<AgentDefinition> shipped = AgentFiles.bundled().agents();
        new Seeder(stores.database(), stores.definitions())
                .seed(Seeds.all(
                        shipped,
                        AgentFiles.bundled().documents(),
                        processes,
                        parts.toolbox().registry().tools()));
        stores.base()
                .seed(shipped.stream()
                        .flatMap(agent -> agent.basePermissions().stream())
                        .toList());
    }
}
