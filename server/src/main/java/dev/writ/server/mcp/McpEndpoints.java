package dev.writ.server.mcp;

import dev.writ.IdSource;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.mcp.Implementation;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.http.McpHttp;
import dev.writ.mcp.http.TrustedHosts;
import dev.writ.outside.AccessTokens;
import dev.writ.outside.CallReceipts;
import dev.writ.outside.OutsideCalls;
import dev.writ.outside.ReadableFiles;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.runtime.ApprovalDesk;
import dev.writ.server.openid.OpenIdDoor;
import dev.writ.server.telemetry.TraceBook;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolRegistry;
import io.helidon.webserver.http.HttpRouting;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /mcp} with everything, and {@code /mcp/SERVER} with the tools of one server, Writ's own or a third party's; the
 * core toolkit is part of each.
 */
public final class McpEndpoints implements AutoCloseable {
    private static final String INSTRUCTIONS = """
            Writ gives you tools just in time. tools/list shows what you may use now. To get more, call need_more_tools: name \
            the tool and the smallest scope that serves, and say why the task needs it. Grants end by themselves. A call \
            outside of them is denied with the smallest request that would allow it. Call end_task when you are done.""";

    private final Map<String, McpHttp> byPath = new LinkedHashMap<>();
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final Optional<OpenIdDoor> provider;
    private final GrantNews news;

    /** What the endpoints stand on. */
    public record Parts(
            String version,
            EventLog events,
            ToolRegistry registry,
            List<String> thirdParties,
            DatabasePermissionManager permissions,
            Definitions definitions,
            CallReceipts receipts,
            ReadableFiles files,
            AccessTokens tokens,
            Optional<OpenIdDoor> provider,
            OutsideCalls calls,
            ApprovalDesk desk,
            TraceBook traces,
            InstantSource clock,
            IdSource ids) {}

    public McpEndpoints(Parts parts) {
        byte[] key = Engine.freshKey();
        Stream.concat(
                        parts.registry().tools().stream()
                                .filter(tool -> !tool.server().thirdParty())
                                .map(tool -> tool.server().name()),
                        parts.thirdParties().stream())
                .distinct()
                .filter(server -> !server.equals(OperationSpec.CORE))
                .forEach(server -> add(
                        "/mcp/" + server, "writ-" + server, () -> operationsOf(parts.registry(), server), parts, key));
        add("/mcp", "writ", parts.registry()::operations, parts, key);
        this.provider = parts.provider();
        engines.forEach((path, engine) -> byPath.put(
                path,
                new McpHttp(engine, new TokenAuthenticator(parts.tokens(), provider, path), TrustedHosts.LOOPBACK)));
        this.news = new GrantNews(parts.events(), parts.permissions(), parts.registry(), engines.values());
    }

    private void add(String path, String name, Supplier<List<OperationSpec>> operations, Parts parts, byte[] key) {
        WritOffer offer = offer(operations, parts);
        // Before the callers are told of it, who then find it.
        parts.registry().onOffer(offer::refresh);
        engines.put(
                path,
                new Engine(
                        new Implementation(name, "Writ", parts.version()),
                        INSTRUCTIONS,
                        offer,
                        new GrantAccess(parts.registry(), parts.permissions(), parts.clock()),
                        key,
                        parts.clock()));
    }

    private static WritOffer offer(Supplier<List<OperationSpec>> operations, Parts parts) {
        GatewayCalls calls = new GatewayCalls(parts.calls(), parts.desk(), parts.traces(), parts.ids());
        Map<String, OperationSpec> byId =
                operations.get().stream().collect(Collectors.toMap(OperationSpec::id, operation -> operation));
        return new WritOffer(
                operations,
                calls,
                new GatewayResources(
                        byId,
                        calls,
                        parts.definitions(),
                        parts.permissions(),
                        parts.receipts(),
                        new FileWatches(parts.files())));
    }

    private static List<OperationSpec> operationsOf(ToolRegistry registry, String server) {
        return registry.operations().stream()
                .filter(operation -> operation.tool().equals(OperationSpec.CORE)
                        || registry.tool(operation.tool())
                                .filter(tool -> tool.server().name().equals(server))
                                .isPresent())
                .toList();
    }

    /** Whether these endpoints let callers in themselves, at a path. */
    public static boolean serves(String path) {
        return path.equals("/mcp") || path.startsWith("/mcp/") || path.startsWith(ResourceMetadata.PATH);
    }

    public void addTo(HttpRouting.Builder routing) {
        byPath.forEach(routing::register);
        routing.register(ResourceMetadata.PATH, new ResourceMetadata(provider));
    }

    /** Says on which port they are, by which a provider's tokens can be meant for them. */
    public void servedOn(int port) {
        provider.ifPresent(door -> door.servedOn(port));
    }

    @Override
    public void close() {
        news.close();
        engines.values().forEach(Engine::close);
        byPath.values().forEach(McpHttp::close);
    }
}
