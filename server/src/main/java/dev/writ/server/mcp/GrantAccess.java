package dev.writ.server.mcp;

import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Feature;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.Tool;
import dev.writ.permission.Assignment;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a caller's grants let it see at this moment. What it may do in particular, the gateway decides at each call. */
final class GrantAccess implements Access {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ToolRegistry registry;
    private final DatabasePermissionManager permissions;
    private final InstantSource clock;

    GrantAccess(ToolRegistry registry, DatabasePermissionManager permissions, InstantSource clock) {
        this.registry = registry;
        this.permissions = permissions;
        this.clock = clock;
    }

    @Override
    public boolean maySee(Caller caller, Feature feature) {
        return switch (feature) {
            case Tool tool -> maySee(caller, registry.function(tool.key()));
            case Resource resource
            when GatewayResources.isReceipt(resource.uri()) ->
                GatewayResources.isReceiptOf(OutsideCaller.of(caller).task(), resource.uri());
            case Resource resource -> maySee(caller, reading(resource.uri()));
            case ResourceTemplate template when GatewayResources.isReceipt(template.uriTemplate()) -> true;
            case ResourceTemplate template -> maySee(caller, reading(template.uriTemplate()));
            // They say how to start what every agent may start.
            case Prompt ignored -> true;
        };
    }

    private Optional<OperationSpec> reading(String uri) {
        return GatewayResources.operation(uri)
                .map(id -> id.split("\\."))
                .flatMap(parts -> registry.operation(parts[0], parts[1]));
    }

    private boolean maySee(Caller caller, Optional<OperationSpec> operation) {
        String task = OutsideCaller.of(caller).task();
        return operation
                .filter(spec -> registry.maySee(task, spec, permissions))
                .isPresent();
    }

    @Override
    public Verdict mayUse(Caller caller, Feature feature, ObjectNode arguments) {
        return new Verdict.Allowed();
    }

    /** Until the first grant expires, but not for long: a grant may come at any time. */
    @Override
    public Optional<Duration> privateFor(Caller caller) {
        Instant now = clock.instant();
        return Optional.of(permissions.held(OutsideCaller.of(caller).task()).stream()
                .map(Assignment::expiresAt)
                .map(expiry -> Duration.between(now, expiry))
                .min(Comparator.naturalOrder())
                .filter(shortest -> shortest.compareTo(LONGEST) < 0)
                .orElse(LONGEST));
    }
}
