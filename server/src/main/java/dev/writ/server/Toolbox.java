package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.Redacted;
import dev.writ.event.EventLog;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.CoreToolkit;
import dev.writ.sandbox.Sandbox;
import dev.writ.store.Database;
import dev.writ.tool.GatewaySettings;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolServer;
import dev.writ.tool.entity.EntityManagerServer;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.git.GitServer;
import dev.writ.tool.message.MessageUserServer;
import dev.writ.tool.message.Outbox;
import dev.writ.tool.message.RetryPlan;
import dev.writ.tool.message.WebhookDelivery;
import dev.writ.tool.sql.SqlServer;
import dev.writ.tool.terminal.TerminalServer;
import dev.writ.tool.thirdparty.CallTraces;
import dev.writ.tool.thirdparty.ThirdPartyServers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The tool servers, Writ's own and those of third parties, with the registry and the gateway over all of them. */
final class Toolbox implements AutoCloseable {
    private final MessageUserServer messages;
    private final WebhookDelivery webhooks;
    private final FileSystemServer files;
    private final ToolRegistry registry;
    private final ToolGateway gateway;
    private final ThirdPartyServers thirdParties;

    /** What they stand on. */
    record Parts(
            Stores stores,
            InstantSource clock,
            IdSource ids,
            RandomGenerator random,
            DatabasePermissionManager permissions,
            SqlServer queries,
            CallTraces traces) {}

    Toolbox(Settings settings, ToolSettings tools, Parts parts) {
        Stores stores = parts.stores;
        Database database = stores.database();
        EventLog events = stores.events();
        InstantSource clock = parts.clock;
        IdSource ids = parts.ids;
        Sandbox sandbox = new Sandbox(settings.dataFolder().resolve("sandbox"), clock);
        this.messages = new MessageUserServer(database, events, clock, ids, tools.messages());
        this.webhooks =
                new WebhookDelivery(database, events, clock, parts.random, messages.outbox(), RetryPlan.usual());
        this.files = new FileSystemServer(database, events, clock, ids, stores.tuning());
        List<ToolServer> own = List.of(
                new CoreToolkit(database, stores.tasks(), stores.budget()),
                new EntityManagerServer(stores.definitions(), stores.relationships(), database),
                messages,
                files,
                parts.queries,
                new TerminalServer(sandbox, parts.permissions, stores.tuning()),
                new GitServer(
                        tools.git(),
                        name -> Optional.ofNullable(settings.environment().get(name)),
                        clock));
        this.registry = new ToolRegistry(own, database, events, clock);
        this.thirdParties =
                ThirdPartyServers.of(tools.servers(), sandbox, registry, database, events, parts.traces, clock);
        this.gateway = new ToolGateway(
                database,
                events,
                registry,
                parts.permissions,
                parts.permissions::useCounted,
                raw -> Redacted.of(raw).text(),
                clock,
                ids,
                GatewaySettings.defaults());
    }

    ToolRegistry registry() {
        return registry;
    }

    ToolGateway gateway() {
        return gateway;
    }

    /** What is to be said to people by itself, beside what agents say. */
    Outbox outbox() {
        return messages.outbox();
    }

    ThirdPartyServers thirdParties() {
        return thirdParties;
    }

    /** Settles what file operations a crash broke off, which must be done before any work goes on. */
    void settle() {
        files.changes().settle();
    }

    /** Begins to deliver, and to look after servers. */
    void start() {
        webhooks.start();
        thirdParties.start();
    }

    /** Ends what goes on by itself, and the calls under way; servers of third parties end after the calls to them. */
    @Override
    public void close() {
        webhooks.close();
        gateway.close();
        thirdParties.close();
    }
}
