package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.account.Accounts;
import dev.writ.account.VouchedPeople;
import dev.writ.agent.context.Contexts;
import dev.writ.agent.context.ShownFunctions;
import dev.writ.agent.context.ToolsPerStep;
import dev.writ.entity.Definitions;
import dev.writ.entity.StoredTuning;
import dev.writ.event.EventLog;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.compliance.ReportKey;
import dev.writ.insight.compliance.SandboxLayer;
import dev.writ.insight.knowledge.Knowledge;
import dev.writ.insight.knowledge.meaning.Meaning;
import dev.writ.model.Models;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.PermissionCleanup;
import dev.writ.permission.StandingRules;
import dev.writ.prediction.Foresight;
import dev.writ.prediction.Offers;
import dev.writ.prediction.PredictionKeeper;
import dev.writ.prediction.Predictor;
import dev.writ.prediction.Retention;
import dev.writ.process.Controls;
import dev.writ.process.Preflight;
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
import dev.writ.task.TaskStore;
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
    private final Stores stores;
    private final DatabasePermissionManager permissions;
    private final Approvals approvals;
    private final ApprovalDesk desk;
    private final StandingRules rules;
    private final PermissionCleanup cleanup;
    private final Inbox inbox;
    private final Toolbox toolbox;
    private final Models models;
    private final Controls controls;
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
    private final PredictionKeeper prediction;
    private final OutsideDoor outside;
    private final PolicyReplays replays;
    private final Telemetry telemetry;
    private final Optional<OtherNodes> otherNodes;

    private Core(
            Settings settings,
            Stores stores,
            InstantSource clock,
            IdSource ids,
            RandomGenerator random,
            Models models) {
        this.stores = stores;
        Database database = stores.database();
        EventLog events = stores.events();
        TaskStore tasks = stores.tasks();
        TreeStore trees = stores.trees();
        Definitions definitions = stores.definitions();
        SqlServer queries = new SqlServer(databases(settings), clock, stores.tuning());
        this.permissions = new DatabasePermissionManager(database, events, clock, ids, stores.base(), queries);
        ToolSettings tools = ToolSettings.read(settings);
        this.approvals = new Approvals(
                database, events, clock, ids, permissions, tools.ceilings().twoPeople());
        this.rules =
                new StandingRules(database, events, clock, ids, tools.ceilings().twoPeople());
        this.cleanup = new PermissionCleanup(database, permissions, approvals, settings.idleGrants());
        this.inbox = new Inbox(database, events, clock);

        TelemetrySettings told = TelemetrySection.read(settings.value("telemetry"), settings.environment());
        TraceBook traces = new TraceBook(told.otlp());
        this.toolbox = new Toolbox(
                settings, tools, new Toolbox.Parts(stores, clock, ids, random, permissions, queries, traces));
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
        Foresight foresight = new Foresight(predictor, registry, database);
        this.prediction = new PredictionKeeper(events, predictor, new Retention(database, permissions, clock));

        this.models = models;
        Breakpoints breakpoints = new Breakpoints(database, events, clock, ids, registry);
        BreakpointHits hits = new BreakpointHits(database, events, clock);
        this.controls = new Controls(database, tasks, trees, breakpoints, hits);
        ShownFunctions shown = new ShownFunctions(registry, permissions);
        Contexts contexts = new Contexts(database, events, shown);
        Working working = new Working(
                stores,
                clock,
                ids,
                new Working.Parts(
                        toolbox,
                        permissions,
                        approvals,
                        rules,
                        cleanup,
                        inbox,
                        models,
                        controls,
                        shown,
                        knowledge,
                        foresight,
                        improving,
                        recovering));
        this.engine = new Engine(
                new Engine.Stores(
                        database,
                        events,
                        tasks,
                        trees,
                        permissions,
                        approvals,
                        new OpenWaits(stores.pendingCalls(), inbox, gateway)),
                clock,
                ids,
                tools.ceilings(),
                new Workspaces(settings.ownPaths(), improving.copies()),
                new Engine.Capacity(settings.concurrentTasks(), settings.queuedRequests()),
                working::on);
        this.desk = new ApprovalDesk(database, approvals, rules, engine);
        this.steering = new Steering(
                database, events, tasks, trees, stores.conversation(), gateway, inbox, controls, hits, engine);
        TreeOrigins origins = new TreeOrigins(database);
        this.inspection = new Inspection(
                new Preflight(stores.agents(), registry, foresight),
                contexts,
                new ToolsPerStep(database, events, clock, shown, permissions),
                breakpoints,
                hits,
                origins,
                new Forks(events, tasks, trees, origins, stores.conversation(), stores.labels(), contexts, engine));
        this.deadlines = new Deadlines(database, events, clock, cleanup, inbox, engine);
        this.watch = new Watch(settings, database, events, clock, ids, toolbox, engine);
        this.recovery = recovering.watch(engine);
        improving.join(engine, forks());
        this.otherNodes = database.cluster()
                .map(cluster -> new OtherNodes(
                        cluster,
                        events,
                        new OtherNodes.Parts(
                                permissions,
                                stores.base(),
                                watch.suspensions(),
                                registry,
                                gateway,
                                definitions,
                                engine)));

        this.outside = new OutsideDoor(new OutsideDoor.Parts(
                stores,
                clock,
                ids,
                random,
                inbox,
                registry,
                gateway,
                toolbox.thirdParties().names(),
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

    /** Opens the store and puts everything together; {@link #start} begins the work. */
    public static Core open(
            Settings settings, InstantSource clock, IdSource ids, RandomGenerator random, Models models) {
        Stores stores = Stores.open(settings, clock, ids, random);
        try {
            return new Core(settings, stores, clock, ids, random, models);
        } catch (RuntimeException e) {
            stores.database().close();
            throw e;
        }
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

    /** Goes on with what was under way, and takes new work. */
    public void start() {
        stores.audit().start();
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
                stores.database(),
                stores.events(),
                stores.audit(),
                stores.tasks(),
                stores.trees(),
                stores.conversation(),
                stores.definitions(),
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
                stores.accounts(),
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
        return stores.accounts();
    }

    VouchedPeople vouchedPeople() {
        return new VouchedPeople(stores.database(), stores.accounts(), stores.events());
    }

    boolean isOffline() {
        return models.offline();
    }

    /** Whether every task is held before each of its steps. */
    boolean isSteppingAll() {
        return controls.systemStepMode();
    }

    public Database database() {
        return stores.database();
    }

    /** The log, whose events are told to the audit tree. */
    public EventLog events() {
        return stores.events();
    }

    public Engine engine() {
        return engine;
    }

    /** Agents, processes, tools and documents. */
    public Definitions definitions() {
        return stores.definitions();
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
        return stores.tuning();
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
                stores.audit()::close,
                stores.database()::close);
    }
}
