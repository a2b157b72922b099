package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.permission.ThirdPartyName;
import dev.writ.sandbox.Sandbox;
import dev.writ.store.Database;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.ToolRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * All registered servers of third parties. What each offered last is known from the database, so that none needs to run
 * before it is called; one that never ran is started once, to learn what it offers. Safe for use by many threads.
 */
public final class ThirdPartyServers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ThirdPartyServers.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    /** Longer than calls get to end, and then programs. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(20);

    private final Map<String, SupervisedServer> servers = new LinkedHashMap<>();
    private final Map<String, List<ObjectNode>> offered = new ConcurrentHashMap<>();
    private final Map<String, List<ToolRegistry.Refusal>> refusals = new ConcurrentHashMap<>();
    private final ToolRegistry registry;
    private final KnownTools known;
    private final Database database;
    private final EventLog events;
    private final CallTraces traces;
    private final InstantSource clock;
    // One after the other, so that the log has them in their order.
    private final ExecutorService telling = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("server events").factory());
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("server looks").factory());

    /**
     * Registers servers that speak the Model Context Protocol, and offers what they offered last.
     *
     * @param sandbox where their programs run
     * @param traces what calls to them say of the traces they are part of
     * @throws WritException with {@code conflict} for a server with the name of one of Writ's own servers or tools
     */
    public static ThirdPartyServers of(
            List<ServerSettings> settings,
            Sandbox sandbox,
            ToolRegistry registry,
            Database database,
            EventLog events,
            CallTraces traces,
            InstantSource clock) {
        return new ThirdPartyServers(settings, new McpStarter(sandbox), registry, database, events, traces, clock);
    }

    /**
     * Registers the servers and offers what they offered last.
     *
     * @throws WritException with {@code conflict} for a server with the name of one of Writ's own servers or tools
     */
    ThirdPartyServers(
            List<ServerSettings> settings,
            ServerStarter starter,
            ToolRegistry registry,
            Database database,
            EventLog events,
            CallTraces traces,
            InstantSource clock) {
        this.registry = registry;
        this.traces = traces;
        this.known = new KnownTools(database, clock);
        this.database = database;
        this.events = events;
        this.clock = clock;
        for (ServerSettings one : settings) {
            refuseTakenName(one.name());
            servers.put(one.name(), new SupervisedServer(one, starter, clock, eventsOf(one)));
        }
        servers.keySet().forEach(name -> {
            List<ObjectNode> last = known.of(name);
            if (!last.isEmpty()) {
                offer(name, last);
            }
        });
    }

    private void refuseTakenName(String name) {
        boolean taken = registry.tools().stream()
                .anyMatch(tool ->
                        tool.spec().name().equals(name) || tool.server().name().equals(name));
        if (taken) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The server " + name + " has the name of one of Writ's own.",
                    "Register it under another name.");
        }
    }

    private SupervisedServer.Events eventsOf(ServerSettings settings) {
        return new SupervisedServer.Events() {
            @Override
            public void learned(List<ObjectNode> definitions) {
                learn(settings.name(), definitions);
            }

            @Override
            public void became(ServerState state, String detail) {
                telling.execute(() -> record(settings.name(), state, detail));
            }
        };
    }

    private void record(String server, ServerState state, String detail) {
        try {
            database.writeOnly(transaction -> events.append(
                    transaction,
                    NewEvent.of("server." + state.id(), "server", server).with("detail", ServerText.shown(detail))));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "What became of the server " + server + " was not recorded.", e);
        }
    }

    private synchronized void learn(String server, List<ObjectNode> definitions) {
        if (!definitions.equals(offered.get(server))) {
            known.replace(server, definitions);
            offer(server, definitions);
        }
    }

    private synchronized void offer(String server, List<ObjectNode> definitions) {
        SupervisedServer supervised = named(server);
        List<ToolRegistry.Refusal> refused = new ArrayList<>();
        Map<String, List<ThirdPartyTool>> byName = new LinkedHashMap<>();
        for (ObjectNode definition : definitions) {
            try {
                ThirdPartyTool tool = ThirdPartyTool.of(supervised.status().settings(), definition);
                byName.computeIfAbsent(tool.spec().name(), name -> new ArrayList<>())
                        .add(tool);
            } catch (WritException e) {
                refused.add(new ToolRegistry.Refusal(
                        ThirdPartyName.of(
                                server, ServerText.shown(definition.path("name").asString(""))),
                        e.failure()));
            }
        }
        List<ThirdPartyTool> tools = new ArrayList<>();
        byName.forEach((name, same) -> {
            if (same.size() == 1) {
                tools.add(same.getFirst());
            } else {
                refused.add(new ToolRegistry.Refusal(name, twice(name)));
            }
        });
        refused.addAll(registry.offer(new ThirdPartyServer(supervised, tools, traces, clock)));
        offered.put(server, List.copyOf(definitions));
        refusals.put(server, List.copyOf(refused));
    }

    private static Failure twice(String name) {
        return Failure.of(
                FailureCode.CONFLICT,
                "The server has several tools whose names are written " + name + " here, so none of them is used.",
                "Have the server corrected.");
    }

    /** Begins to look after the servers, and starts those of which nothing is known yet. */
    public void start() {
        servers.forEach((name, server) -> {
            if (!offered.containsKey(name)) {
                Thread.ofVirtual().name("first start of server " + name).start(() -> learnFirst(name, server));
            }
        });
        ScheduledFuture<?> _ = looking.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void learnFirst(String name, SupervisedServer server) {
        try {
            server.startNow();
        } catch (WritException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The server " + name + " did not start: " + e.failure().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        servers.forEach((name, server) -> Thread.ofVirtual()
                .name("look at server " + name)
                .start(() -> {
                    try {
                        server.look();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.WARNING, "Looking after the server " + name + " met an error.", e);
                    }
                }));
    }

    /** A server with the tools that were taken up and those that were not. */
    public record Listed(ServerStatus status, List<RegisteredTool> tools, List<ToolRegistry.Refusal> refusals) {}

    /** Their names, in the order of registration. */
    public List<String> names() {
        return List.copyOf(servers.keySet());
    }

    /** All of them, in the order of registration. */
    public List<Listed> list() {
        Map<String, List<RegisteredTool>> tools = new HashMap<>();
        registry.tools().stream()
                .filter(tool -> tool.server().thirdParty())
                .forEach(tool -> tools.computeIfAbsent(tool.server().name(), name -> new ArrayList<>())
                        .add(tool));
        return servers.entrySet().stream()
                .map(entry -> new Listed(
                        entry.getValue().status(),
                        tools.getOrDefault(entry.getKey(), List.of()),
                        refusals.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }

    /**
     * Starts a server now and waits for it.
     *
     * @throws WritException with {@code not_found}, or with the reason why it does not come up
     */
    public void start(String name) throws InterruptedException {
        named(name).startNow();
    }

    /**
     * Stops a server once its calls are done, or after five seconds; it stays stopped until a person starts it.
     *
     * @throws WritException with {@code not_found}
     */
    public void stop(String name) {
        named(name).hold();
    }

    /** Stops and starts a server; as {@link #start(String)}. */
    public void restart(String name) throws InterruptedException {
        named(name).hold();
        named(name).startNow();
    }

    /**
     * What happened to a server and what it said lately, a line each.
     *
     * @throws WritException with {@code not_found}
     */
    public List<String> log(String name) {
        return named(name).log();
    }

    /** @throws WritException with {@code not_found} */
    SupervisedServer named(String name) {
        return Optional.ofNullable(servers.get(name))
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no server " + ServerText.shown(name) + ".",
                        "See `writ servers ls`; Writ's own servers are always there."));
    }

    /** Ends all servers, each once its calls are done or after a grace. */
    @Override
    public void close() {
        looking.shutdownNow();
        ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor();
        servers.values().forEach(server -> closing.execute(server::close));
        closing.shutdown();
        try {
            if (!closing.awaitTermination(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "A server of a third party does not end; it is left behind.");
                closing.shutdownNow();
            }
            // Only now: ends are told, too.
            telling.shutdown();
            if (!telling.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                telling.shutdownNow();
            }
        } catch (InterruptedException e) {
            telling.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
