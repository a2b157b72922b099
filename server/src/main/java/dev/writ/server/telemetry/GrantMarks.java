package dev.writ.server.telemetry;

import static dev.writ.server.telemetry.TelemetryNames.CONVERSATION;
import static dev.writ.server.telemetry.TelemetryNames.GRANT;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_APPROVER;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_DECIDED;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_DECISION;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_REASON;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_SCOPE;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_TOOL;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_TOOLS;
import static dev.writ.server.telemetry.TelemetryNames.GRANT_TTL;
import static dev.writ.server.telemetry.TelemetryNames.TASK;
import static dev.writ.server.telemetry.TelemetryNames.WORKFLOW_NAME;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.task.Task;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What is told of a request for tools, and of each decision on it. */
final class GrantMarks {
    private final EventLog events;
    private final Predicate<String> isTool;
    private final boolean content;

    /**
     * @param isTool whether there is a tool with this name: agents may ask for anything, and write anything so
     * @param content whether reasons and scopes are told, which agents and people wrote
     */
    GrantMarks(EventLog events, Predicate<String> isTool, boolean content) {
        this.events = events;
        this.isTool = isTool;
        this.content = content;
    }

    Attributes attributes(Task request) {
        AttributesBuilder attributes = Attributes.builder()
                .put(CONVERSATION, request.tree())
                .put(TASK, request.parent())
                .put(WORKFLOW_NAME, request.process())
                .put(
                        GRANT_TOOLS,
                        request.parameters()
                                .path("tools")
                                .valueStream()
                                .map(name -> tool(name.asString("")))
                                .limit(20)
                                .toList());
        if (content) {
            attributes.put(
                    GRANT_REASON,
                    redacted(request.parameters().path("justification").asString("")));
        }
        return attributes.build();
    }

    /** The decisions, in their order. */
    List<SpanPlan.Mark> of(Task request, Instant end) {
        EventFilter whileAsked = EventFilter.all()
                .inTree(request.tree())
                .ofTask(request.parent())
                .ofType("grant")
                .between(request.createdAt(), end.plusMillis(1));
        return events.find(whileAsked).stream()
                .filter(event -> List.of("grant.issued", "grant.refused").contains(event.type()))
                .map(this::mark)
                .toList();
    }

    private SpanPlan.Mark mark(Event event) {
        JsonNode data = event.data();
        boolean issued = event.type().equals("grant.issued");
        String by = data.path("approved_by").asString("");
        AttributesBuilder attributes =
                Attributes.builder().put(GRANT_TOOL, tool(data.path("tool").asString("")));
        if (issued) {
            attributes
                    .put(GRANT, event.entity())
                    .put(GRANT_DECISION, by.equals("policy") ? "auto" : "approved")
                    .put(GRANT_APPROVER, by.startsWith("person:") ? "human" : "policy")
                    .put(GRANT_TTL, seconds(event.at(), data.path("expires_at").asString("")));
        } else {
            String code = data.path("code").asString("");
            attributes.put(GRANT_DECISION, code.equals("approval_expired") ? "expired" : "denied");
            attributes.put(GRANT_APPROVER, code.equals("approval_denied") ? "human" : "policy");
        }
        if (content) {
            attributes.put(GRANT_REASON, redacted(data.path("reason").asString("")));
            if (issued) {
                attributes.put(GRANT_SCOPE, redacted(Json.write(data.path("scope"))));
            }
        }
        return new SpanPlan.Mark(event.at(), GRANT_DECIDED, attributes.build());
    }

    private String tool(String name) {
        return isTool.test(name) ? name : BoundedNames.UNKNOWN;
    }

    private static long seconds(Instant from, String until) {
        return Math.max(
                0, Math.round(Duration.between(from, Instant.parse(until)).toMillis() / 1e3));
    }

    private static String redacted(String text) {
        return Redacted.of(text).text();
    }
}
