package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.account.Accounts;
import dev.writ.account.VouchedPeople;
import dev.writ.agent.AgentDefinition;
import dev.writ.agent.AgentFiles;
import dev.writ.agent.Opening;
import dev.writ.agent.StoredAgents;
import dev.writ.agent.ToolCaller;
import dev.writ.agent.UniversalAgent;
import dev.writ.agent.context.Contexts;
import dev.writ.agent.context.ShownFunctions;
import dev.writ.agent.context.ToolsPerStep;
import dev.writ.entity.Definitions;
import dev.writ.entity.Relationships;
import dev.writ.entity.Seeder;
import dev.writ.entity.StoredTuning;
import dev.writ.entity.TreeVersions;
import dev.writ.event.EventLog;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.improvement.pattern.MinePatterns;
import dev.writ.improvement.request.RequestImprovement;
import dev.writ.improvement.request.SuggestInstructions;
import dev.writ.insight.ReviewProcess;
import dev.writ.insight.TaskStatistics;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.compliance.ReportKey;
import dev.writ.insight.compliance.SandboxLayer;
import dev.writ.insight.knowledge.Knowledge;
import dev.writ.insight.knowledge.meaning.Meaning;
import dev.writ.model.Models;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.permission.Approvals;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.PermissionCleanup;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.StandingRules;
import dev.writ.prediction.Foresight;
import dev.writ.prediction.Offers;
import dev.writ.prediction.PredictionKeeper;
import dev.writ.prediction.Predictor;
import dev.writ.prediction.Retention;
import dev.writ.process.AgentLoop;
import dev.writ.process.Controls;
import dev.writ.process.CoreProcesses;
import dev.writ.process.Execution;
import dev.writ.process.JournaledRun;
import dev.writ.process.PendingResults;
import dev.writ.process.Preflight;
import dev.writ.process.Process;
import dev.writ.process.Processes;
import dev.writ.process.Runs;
import dev.writ.process.StoredProcesses;
import dev.writ.process.TaskDocuments;
import dev.writ.process.breakpoint.BreakpointHits;
import dev.writ.process.breakpoint.Breakpoints;
import dev.writ.recovery.Incidents;
import dev.writ.recovery.RecoveryWatch;
import dev.writ.runtime.ApprovalDesk;
import dev.writ.runtime.Deadlines;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Forks;
import dev.writ.runtime.OpenWaits;
import dev.writ.runtime.OtherNodes;
import dev.writ.runtime.Steering;
import dev.writ.runtime.Workspaces;
import dev.writ.server.api.ApiParts;
import dev.writ.server.api.Inspection;
import dev.writ.server.api.PolicyReplays;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.openid.OpenIdSection;
import dev.writ.server.telemetry.Telemetry;
import dev.writ.server.telemetry.TelemetrySection;
import dev.writ.server.telemetry.TelemetrySettings;
import dev.writ.server.telemetry.TraceBook;
import dev.writ.store.Database;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import dev.writ.task.Conversation;
import dev.writ.task.PendingCalls;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import dev.writ.task.TreeOrigins;
import dev.writ.task.TreeStore;
import dev.writ.tool.RecordedDecisions;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.sql.SqlDatabase;
import dev.writ.tool.sql.SqlDatabases;
import dev.writ.tool.sql.SqlServer;
import dev.writ.tool.sql.SqlSource;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything behind the API, put together by constructors: stores, permissions, tools, agents, processes, engine. Reading
 * this class from top to bottom shows what uses what.
 */
public final class Core implements AutoCloseable {
    private final Database database;
    private final EventLog events;
    private final AuditLog audit;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final Conversation conversation;
    private final PendingCalls pendingCalls;
    private final Definitions definitions;
    private final TreeVersions versions;
    private final StoredTuning tuning;
    private final Relationships relationships;
    private final BasePermissions base;
    private final DatabasePermissionManager permissions;
    private final Approvals approvals;
    private final ApprovalDesk desk;
    private final StandingRules rules;
    private final Accounts accounts;
    private final PermissionCleanup cleanup;
    private final Inbox inbox;
    private final Toolbox toolbox;
    private final Models models;
    private final Controls controls;
    private final ShownFunctions shown;
    private final Engine engine;
    private final Steering steering;
    private final Inspection inspection;
    private final Deadlines deadlines;
    private final Watch watch;
    private final Knowledge knowledge;
    private final Recovering recovering;
    private final Improving improving;
    private final RecoveryWatch recovery;
    private final Predictor predictor;
    private final Foresight foresight;
    private final PredictionKeeper prediction;
    private final OutsideDoor outside;
    private final PolicyReplays replays;
    private final Telemetry telemetry;
    private final Optional<OtherNodes> otherNodes;

    private Core(
            Settings settings,
            Database database,
            InstantSource clock,
            IdSource ids,
            RandomGenerator random,
            Models models) {
        this.database = database;
        this.events = new EventLog(database, clock, ids);
        this.audit = new AuditLog(
                database, events, clock, AuditSettings.read(settings.section("audit")), settings.dataFolder());
        this.tasks = new TaskStore(database, events, clock);
        this.trees = new TreeStore(database, clock);
        TreeBudget budget = new TreeBudget(trees, clock);
        this.conversation = new Conversation(database, clock);
        this.pendingCalls = new PendingCalls(database, clock);
        this.definitions = new Definitions(database, events, clock, ids, (kind, name, content) -> {
            StoredAgents.check(kind, content);
            StoredProcesses.check(kind, content);
        });
        this.versions = new TreeVersions(database, definitions);
        this.tuning = new StoredTuning(database, definitions);
        this.relationships = new Relationships(database, events, clock);
        this.base = new BasePermissions(database, events);
        SqlServer queries = new SqlServer(databases(settings), clock, tuning);
        this.permissions = new DatabasePermissionManager(database, events, clock, ids, base, queries);
        ToolSettings tools = ToolSettings.read(settings);
        this.approvals = new Approvals(
                database, events, clock, ids, permissions, tools.ceilings().twoPeople());
        this.rules =
                new StandingRules(database, events, clock, ids, tools.ceilings().twoPeople());
        this.accounts = new Accounts(database, events, clock, random);
        this.cleanup = new PermissionCleanup(database, permissions, approvals, settings.idleGrants());
        this.inbox = new Inbox(database, events, clock);

        TelemetrySettings told = TelemetrySection.read(settings.value("telemetry"), settings.environment());
        TraceBook traces = new TraceBook(told.otlp());
        this.toolbox = new Toolbox(
                settings,
                tools,
                new Toolbox.Parts(
                        database,
                        events,
                        clock,
                        ids,
                        random,
                        tasks,
                        budget,
                        definitions,
                        tuning,
                        relationships,
                        permissions,
                        queries,
                        traces));
        ToolRegistry registry = toolbox.registry();
        ToolGateway gateway = toolbox.gateway();

        RecordedDecisions decisions = new RecordedDecisions(database, permissions);
        this.replays = (name, policy, period) -> decisions.under(
                tools.ceilings(SettingsFile.parse(name, policy).sections(ToolSettings.POLICY)),
                clock.instant().minus(period).truncatedTo(ChronoUnit.SECONDS));

        this.knowledge = new Knowledge(
                database,
                events,
                clock,
                definitions,
                EmbeddingSettings.from(settings.environment(), settings.value("embedding"))
                        .map(embedding -> Meaning.of(
                                embedding,
                                new Meaning.Parts(database, events, definitions, clock, random),
                                Meaning.Waits.USUAL)));
        this.improving = new Improving(
                settings, database, events, clock, ids, random, definitions, toolbox, permissions, models);
        this.recovering = new Recovering(
                settings,
                database,
                events,
                clock,
                ids,
                definitions,
                permissions,
                toolbox,
                (definition, reason) -> improving.improvements().rollbackFor(definition, "engine", reason),
                this::engine,
                this::forks);
        this.predictor = new Predictor(database, () -> Offers.of(registry), clock);
        this.foresight = new Foresight(predictor, registry, database);
        this.prediction = new PredictionKeeper(events, predictor, new Retention(database, permissions, clock));

        this.models = models;
        Breakpoints breakpoints = new Breakpoints(database, events, clock, ids, registry);
        BreakpointHits hits = new BreakpointHits(database, events, clock);
        this.controls = new Controls(database, tasks, trees, breakpoints, hits);
        this.shown = new ShownFunctions(registry, permissions);
        Contexts contexts = new Contexts(database, events, shown);
        this.engine = new Engine(
                new Engine.Stores(
                        database,
                        events,
                        tasks,
                        trees,
                        permissions,
                        approvals,
                        new OpenWaits(pendingCalls, inbox, gateway)),
                clock,
                ids,
                tools.ceilings(),
                new Workspaces(settings.ownPaths(), improving.copies()),
                new Engine.Capacity(settings.concurrentTasks(), settings.queuedRequests()),
                execution -> work(execution, clock, ids, budget));
        this.desk = new ApprovalDesk(database, approvals, rules, engine);
        this.steering =
                new Steering(database, events, tasks, trees, conversation, gateway, inbox, controls, hits, engine);
        TreeOrigins origins = new TreeOrigins(database);
        this.inspection = new Inspection(
                new Preflight(new StoredAgents(definitions, base, versions), registry, foresight),
                contexts,
                new ToolsPerStep(database, events, clock, shown, permissions),
                breakpoints,
                hits,
                origins,
                new Forks(
                        events,
                        tasks,
                        trees,
                        origins,
                        conversation,
                        new TaskLabels(database, clock),
                        contexts,
                        engine));
        this.deadlines = new Deadlines(database, events, clock, cleanup, inbox, engine);
        this.watch = new Watch(settings, database, events, clock, ids, toolbox, engine);
        this.recovery = recovering.watch(engine);
        improving.join(engine, forks());
        this.otherNodes = database.cluster()
                .map(cluster -> new OtherNodes(
                        cluster,
                        events,
                        new OtherNodes.Parts(
                                permissions, base, watch.suspensions(), registry, gateway, definitions, engine)));

        this.outside = new OutsideDoor(new OutsideDoor.Parts(
                database,
                events,
                clock,
                ids,
                random,
                tasks,
                trees,
                conversation,
                pendingCalls,
                inbox,
                registry,
                gateway,
                toolbox.thirdParties().names(),
                definitions,
                permissions,
                approvals,
                engine,
                steering,
                controls,
                desk,
                traces,
                OpenIdSection.read(settings.value("mcp"))));
        this.telemetry = new Telemetry(
                told,
                new Telemetry.Parts(
                        database, events, tasks, registry, toolbox.thirdParties(), models, engine, traces, clock));
    }

    private Engine.Work work(Execution execution, InstantSource clock, IdSource ids, TreeBudget budget) {
        StoredAgents agents = new StoredAgents(definitions, base, versions);
        TaskLabels labels = new TaskLabels(database, clock);
        AgentLoop loop = new AgentLoop(
                database,
                tasks,
                conversation,
                pendingCalls,
                agents,
                new Opening(new TaskDocuments(definitions, versions, relationships, labels, tuning)),
                new UniversalAgent(database, tasks, budget, conversation, events, models, shown),
                new ToolCaller(toolbox.gateway(), conversation, pendingCalls),
                new PendingResults(database, tasks, conversation, pendingCalls, inbox, toolbox.gateway(), execution),
                controls,
                events);
        List<Process> processes = new ArrayList<>(CoreProcesses.all(new CoreProcesses.Parts(
                database,
                events,
                clock,
                tasks,
                labels,
                budget,
                definitions,
                versions,
                tuning,
                relationships,
                agents,
                toolbox.registry(),
                permissions,
                approvals,
                rules,
                cleanup,
                new RequestGuard(events, clock, RequestGuard.Limits.defaults()),
                knowledge,
                foresight)));
        processes.add(new ReviewProcess(improving.opportunities(), new TaskStatistics(database), clock));
        processes.add(new MinePatterns(database, definitions, events, clock));
        processes.add(new RequestImprovement(definitions, tasks, labels, events, improving.rules()));
        processes.add(new SuggestInstructions(
                improving.opportunities(), definitions, events, improving.rules(), clock, !models.offline()));
        processes.add(recovering.process());
        seed(processes);
        Runs runs = Runs.journaled(
                new JournaledRun.Services(database, clock, ids, tasks, trees, approvals, permissions, loop, execution));
        return new Engine.Work(
                new Processes(processes, new StoredProcesses(database, definitions, toolbox.gateway())), agents, runs);
    }

    /** Opens the store and puts everything together; {@link #start} begins the work. */
    public static Core open(
            Settings settings, InstantSource clock, IdSource ids, RandomGenerator random, Models models) {
        Database database = store(settings, ids);
        try {
            return new Core(settings, database, clock, ids, random, models);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Database store(Settings settings, IdSource ids) {
        return settings.postgres()
                .map(address -> PostgresStore.open(
                        address, settings.environment().getOrDefault(PostgresAddress.PASSWORD, ""), ids))
                .orElseGet(() -> SqliteStore.open(settings.databaseFile()));
    }

    private static Map<String, SqlSource> databases(Settings settings) {
        Map<String, SqlSource> sources = new LinkedHashMap<>();
        SqlDatabase own = settings.postgres()
                .map(address -> SqlDatabases.writ(address.jdbcUrl(), address.user(), PostgresAddress.PASSWORD))
                .orElseGet(() -> SqlDatabases.writ(settings.databaseFile()));
        sources.put(own.name(), SqlSource.of(own, settings.environment()));
        for (SqlDatabase declared : SqlDatabases.fromConfig(settings.value("databases"))) {
            sources.put(declared.name(), SqlSource.of(declared, settings.environment()));
        }
        return sources;
    }

    /** Puts what ships with Writ into the database; what people changed stays as it is. */
    private void seed(List<Process> processes) {
        List<AgentDefinition> shipped = AgentFiles.bundled().agents();
        new Seeder(database, definitions)
                .seed(Seeds.all(
                        shipped,
                        AgentFiles.bundled().documents(),
                        processes,
                        toolbox.registry().tools()));
        base.seed(shipped.stream()
                .flatMap(agent -> agent.basePermissions().stream())
                .toList());
    }

    /** Goes on with what was under way, and takes new work. */
    public void start() {
        audit.start();
        toolbox.settle();
        telemetry.start();
        engine.start();
        otherNodes.ifPresent(OtherNodes::start);
        deadlines.start();
        watch.start();
        recovery.start();
        improving.start();
        prediction.start();
        knowledge.start();
        toolbox.start();
        outside.start();
    }

    /** The endpoints for MCP clients; whoever takes them closes them. */
    McpEndpoints mcp(String version) {
        return outside.endpoints(version);
    }

    ApiParts parts(
            Supplier<ObjectNode> system,
            Supplier<ObjectNode> doctor,
            Supplier<List<SandboxLayer>> sandbox,
            Supplier<ReportKey> reportKey) {
        return new ApiParts(
                database,
                events,
                audit,
                tasks,
                trees,
                conversation,
                definitions,
                toolbox.registry(),
                toolbox.gateway(),
                toolbox.thirdParties(),
                permissions,
                approvals,
                rules,
                desk,
                inbox,
                engine,
                steering,
                accounts,
                inspection,
                outside.tokens(),
                outside.agents(),
                outside.subjects(),
                outside.clock(),
                replays,
                watch.anomalies(),
                watch.suspensions(),
                improving.api(),
                recovering.incidents(),
                recovery,
                telemetry,
                model(),
                system,
                doctor,
                sandbox,
                reportKey);
    }

    /** What tries changes of Writ itself; empty where that is switched off. */
    public Optional<ImprovementLoop> improvement() {
        return improving.loop();
    }

    /** How screens name the model. */
    String model() {
        return models.describe();
    }

    Accounts accounts() {
        return accounts;
    }

    VouchedPeople vouchedPeople() {
        return new VouchedPeople(database, accounts, events);
    }

    boolean isOffline() {
        return models.offline();
    }

    /** Whether every task is held before each of its steps. */
    boolean isSteppingAll() {
        return controls.systemStepMode();
    }

    public Database database() {
        return database;
    }

    /** The log, whose events are told to the audit tree. */
    public EventLog events() {
        return events;
    }

    public Engine engine() {
        return engine;
    }

    /** Agents, processes, tools and documents. */
    public Definitions definitions() {
        return definitions;
    }

    /** What learns which tools tasks need. */
    public Predictor predictor() {
        return predictor;
    }

    public Anomalies anomalies() {
        return watch.anomalies();
    }

    /** What is told of the work here. */
    Telemetry telemetry() {
        return telemetry;
    }

    /** What opens incidents and closes them. */
    public RecoveryWatch recovery() {
        return recovery;
    }

    /** Incidents on record. */
    public Incidents incidents() {
        return recovering.incidents();
    }

    private Forks forks() {
        return inspection.forks();
    }

    /** What finds documents. */
    Knowledge knowledge() {
        return knowledge;
    }

    /** The numbers of definitions that are in force. */
    StoredTuning tuning() {
        return tuning;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public void close() {
        Closing.inOrder(
                outside::close,
                improving::close,
                recovery::close,
                knowledge::close,
                watch::close,
                prediction::close,
                deadlines::close,
                () -> otherNodes.ifPresent(OtherNodes::close),
                toolbox::close,
                engine::close,
                telemetry::close,
                models::close,
                audit::close,
                database::close);
    }
}
