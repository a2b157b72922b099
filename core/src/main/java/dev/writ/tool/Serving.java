package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.permission.Permissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which servers can serve now: what they say themselves, and what their circuit breakers learned. */
final class Serving {
    private final ToolRegistry registry;
    private final Permissions permissions;
    private final GatewaySettings settings;
    private final InstantSource clock;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    Serving(ToolRegistry registry, Permissions permissions, GatewaySettings settings, InstantSource clock) {
        this.registry = registry;
        this.permissions = permissions;
        this.settings = settings;
        this.clock = clock;
    }

    CircuitBreaker breaker(ToolServer server) {
        return breakers.computeIfAbsent(
                server.name(), name -> new CircuitBreaker(settings.failuresToOpen(), settings.rest(), clock));
    }

    /** Why the tool cannot serve now, with what else this task could use; empty where it can. */
    Optional<Failure> unavailable(RegisteredTool tool, String task) {
        return switch (availability(tool.server())) {
            case Availability.Missing(String reason, String hint) ->
                Optional.of(Failure.of(FailureCode.UNAVAILABLE, reason, withAlternatives(hint, tool, task)));
            case Availability.Ready ignored ->
                breaker(tool.server()).wouldEnter() ? Optional.empty() : Optional.of(resting(tool, task));
        };
    }

    Failure resting(RegisteredTool tool, String task) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "The tool server " + tool.server().name() + " failed several times in a row and is left alone for "
                        + SpokenTime.of(settings.rest()) + ".",
                withAlternatives("Try again later.", tool, task));
    }

    private String withAlternatives(String hint, RegisteredTool tool, String task) {
        List<String> alternatives = tool.spec().alternatives().stream()
                .flatMap(name -> registry.tool(name).stream())
                .filter(other -> serves(other) && isVisible(other, task))
                .map(other -> other.spec().name())
                .toList();
        return alternatives.isEmpty()
                ? hint
                : hint + " Part of the work may be done with " + String.join(" or ", alternatives) + ".";
    }

    private boolean serves(RegisteredTool tool) {
        return registry.status(tool.spec().name()) == ToolStatus.ACTIVE
                && availability(tool.server()) instanceof Availability.Ready
                && breaker(tool.server()).wouldEnter();
    }

    private boolean isVisible(RegisteredTool tool, String task) {
        return tool.operations().stream()
                .flatMap(spec -> registry.find(spec.functionName()).stream())
                .anyMatch(operation -> ToolRegistry.mayBeSeen(operation, task, permissions));
    }

    private static Availability availability(ToolServer server) {
        try {
            return server.availability();
        } catch (RuntimeException e) {
            return new Availability.Missing(
                    "The tool server " + server.name() + " cannot say whether it can serve.", "Try again later.");
        }
    }
}
