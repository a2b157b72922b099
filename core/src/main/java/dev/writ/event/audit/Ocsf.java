package dev.writ.event.audit;

import dev.writ.Json;
import dev.writ.event.Event;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as the Open Cybersecurity Schema Framework names things (OCSF 1.4): calls are API Activity, grants and what
 * agents always have are User Access Management, who is let in is Authorize Session, people are Account Change, definitions
 * and rules are Entity Management; all else is a Base Event.
 */
public final class Ocsf {
    private static final String VERSION = "1.4.0";
    private static final int OTHER = 99;

    private Ocsf() {}

    /** A class of events with what was done, by their numbers. */
    private record Kind(int category, int type, int activity, String name) {}

    public static ObjectNode of(Event event) {
        Kind kind = kind(event);
        ObjectNode json = Json.object();
        json.put("class_uid", kind.type())
                .put("category_uid", kind.category())
                .put("activity_id", kind.activity())
                .put("activity_name", kind.name())
                .put("type_uid", kind.type() * 100L + kind.activity())
                .put("time", event.at().toEpochMilli())
                .put("duration", event.duration().toMillis())
                .put("severity_id", severity(event))
                .put("status_id", status(event))
                .put("status", event.outcome())
                .put("message", event.type());
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("version", VERSION)
                .put("uid", event.id())
                .put("sequence", event.seq())
                .put("log_name", "writ");
        metadata.putObject("product").put("name", "Writ").put("vendor_name", "Writ");
        metadata.put("correlation_uid", event.tree());
        actor(json.putObject("actor"), event.actor());
        switch (kind.type()) {
            case 6003 -> {
                ObjectNode api = json.putObject("api");
                api.put("operation", event.data().path("operation").asString(event.type()));
                api.putObject("service").put("name", event.data().path("tool").asString(""));
                api.putObject("request").put("uid", event.entity());
                json.putObject("src_endpoint").put("name", "writ").put("uid", event.task());
            }
            case 3005, 3003, 3001 -> {
                json.putObject("user").put("name", event.data().path("agent").asString(event.entity()));
                json.putArray("privileges").add(event.data().path("tool").asString(""));
            }
            case 3004 -> json.putObject("entity").put("uid", event.entity()).put("type", event.kind());
            default -> {
                // A base event has nothing of its own.
            }
        }
        ObjectNode rest = json.putObject("unmapped");
        rest.put("kind", event.kind())
                .put("entity", event.entity())
                .put("task", event.task())
                .put("caused_by", event.causedBy());
        rest.set("data", event.data());
        return json;
    }

    private static Kind kind(Event event) {
        String type = event.type();
        String first = type.substring(0, Math.max(0, type.indexOf('.')));
        return switch (first) {
            case "tool" -> new Kind(6, 6003, OTHER, "Call");
            case "grant" ->
                switch (type) {
                    case "grant.issued" -> new Kind(3, 3005, 1, "Assign Privileges");
                    case "grant.requested", "grant.refused" -> new Kind(3, 3005, OTHER, type);
                    default -> new Kind(3, 3005, 2, "Revoke Privileges");
                };
            case "permission", "approval" -> new Kind(3, 3005, OTHER, type);
            case "token" -> new Kind(3, 3003, type.equals("token.revoked") ? OTHER : 1, type);
            case "account" -> new Kind(3, 3001, type.equals("account.created") ? 1 : OTHER, type);
            case "entity", "rule", "relationship" ->
                switch (type) {
                    case "entity.created", "rule.created", "relationship.added" -> new Kind(3, 3004, 1, "Create");
                    case "entity.updated", "entity.rolled_back" -> new Kind(3, 3004, 3, "Update");
                    case "entity.deactivated", "rule.ended", "relationship.removed" -> new Kind(3, 3004, 4, "Delete");
                    default -> new Kind(3, 3004, OTHER, type);
                };
            default -> new Kind(0, 0, OTHER, type);
        };
    }

    private static void actor(ObjectNode json, String actor) {
        int split = actor.indexOf(':');
        String kind = split < 0 ? actor : actor.substring(0, split);
        String name = split < 0 ? actor : actor.substring(split + 1);
        if (kind.equals("person")) {
            json.putObject("user").put("name", name);
        } else {
            json.put("app_name", name).putObject("user").put("name", actor).put("type", kind);
        }
    }

    private static int status(Event event) {
        return switch (event.outcome()) {
            case "succeeded", "approved" -> 1;
            case "failed", "denied", "expired", "refused" -> 2;
            default -> 0;
        };
    }

    private static int severity(Event event) {
        return event.type().startsWith("anomaly.raised") ? 4 : status(event) == 2 ? 2 : 1;
    }
}
