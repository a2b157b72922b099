package dev.writ.tool.message;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which routes messages of each type take; configured in {@code writ.yaml}.
 *
 * @param byType a type that is not in it takes the inbox and the terminal
 */
public record MessageRoutes(Map<MessageType, List<Route>> byType) {
    private static final List<Route> STORED = List.of(new Route.Inbox(), new Route.Terminal());

    public MessageRoutes {
        Map<MessageType, List<Route>> copy = new HashMap<>();
        byType.forEach((type, routes) -> copy.put(type, List.copyOf(routes)));
        byType = Map.copyOf(copy);
        requireOneMeaningPerName(byType);
    }

    /** Inbox and terminal for everything. */
    public static MessageRoutes stored() {
        return new MessageRoutes(Map.of());
    }

    /** Where messages of this type go; each route once. */
    public List<Route> of(MessageType type) {
        return byType.getOrDefault(type, STORED).stream().distinct().toList();
    }

    /** The webhook with this route id; empty when it is no longer configured. */
    Optional<Route.Webhook> webhook(String id) {
        return byType.values().stream()
                .flatMap(List::stream)
                .filter(Route.Webhook.class::isInstance)
                .map(Route.Webhook.class::cast)
                .filter(webhook -> webhook.id().equals(id))
                .findFirst();
    }

    private static void requireOneMeaningPerName(Map<MessageType, List<Route>> byType) {
        Map<String, Route> byId = new HashMap<>();
        for (List<Route> routes : byType.values()) {
            for (Route route : routes) {
                Route other = byId.putIfAbsent(route.id(), route);
                if (other != null && !other.equals(route)) {
                    throw new WritException(
                            FailureCode.INVALID_ARGUMENTS,
                            "The route '" + route.id() + "' is configured twice and differently.",
                            "Give each webhook a name of its own.");
                }
            }
        }
    }
}
