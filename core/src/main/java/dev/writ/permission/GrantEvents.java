package dev.writ.permission;

import dev.writ.Json;
import dev.writ.event.NewEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The events of a grant's life. */
final class GrantEvents {
    static final String ISSUED = "grant.issued";
    static final String NARROWED = "grant.narrowed";

    private GrantEvents() {}

    static NewEvent issued(Assignment assignment) {
        ObjectNode data = limits(assignment);
        data.put("reason", assignment.reason());
        data.put("approved_by", assignment.approvedBy());
        return event(ISSUED, assignment, assignment.approvedBy()).withData(data);
    }

    static NewEvent narrowed(Assignment assignment, String by) {
        return event(NARROWED, assignment, by).withData(limits(assignment));
    }

    static NewEvent ended(Assignment assignment, String by, String reason, Instant now) {
        return event(type(assignment.state()), assignment, by)
                .ended(assignment.state().id(), Duration.between(assignment.grantedAt(), now))
                .with("tool", assignment.tool())
                .with("agent", assignment.agent())
                .with("reason", reason);
    }

    private static String type(Assignment.State state) {
        return switch (state) {
            case EXPIRED -> "grant.expired";
            case REVOKED -> "grant.revoked";
            case USED_UP -> "grant.used_up";
            case UNUSED -> "grant.unused";
            case TASK_ENDED -> "grant.ended";
            case LIVE -> throw new IllegalArgumentException("A live grant has not ended.");
        };
    }

    private static NewEvent event(String type, Assignment assignment, String by) {
        return NewEvent.of(type, "grant", assignment.id())
                .in(assignment.tree(), assignment.task())
                .by(by);
    }

    /** The assignment with the limits that an event of it tells. */
    static Assignment limited(Assignment assignment, JsonNode data) {
        return assignment.limitedTo(
                data.path("operations").valueStream().map(JsonNode::stringValue).collect(Collectors.toSet()),
                ScopeJson.stored(assignment.tool(), data.path("scope")),
                Instant.parse(data.path("expires_at").asString()));
    }

    private static ObjectNode limits(Assignment assignment) {
        ObjectNode data = Json.object();
        data.put("tool", assignment.tool());
        data.put("agent", assignment.agent());
        data.set(
                "operations",
                Json.array(assignment.operations().stream().sorted().toList()));
        data.set("scope", ScopeJson.write(assignment.scope()));
        data.put("expires_at", assignment.expiresAt().toString());
        data.put("maximum_uses", assignment.maximumUses());
        return data;
    }
}
