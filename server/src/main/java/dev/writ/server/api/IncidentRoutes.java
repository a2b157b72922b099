package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.entity.Quarantine;
import dev.writ.recovery.Incident;
import dev.writ.recovery.IncidentState;
import dev.writ.recovery.Incidents;
import dev.writ.recovery.RecoveryWatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /incidents}: what went wrong, what was done about it, and a person's word that it is over. */
final class IncidentRoutes implements Routes {
    private static final String UNENDED = "unended";

    private final Incidents incidents;
    private final RecoveryWatch recovery;

    IncidentRoutes(ApiParts parts) {
        this.incidents = parts.incidents();
        this.recovery = parts.recovery();
    }

    @Override
    public void addTo(Api api) {
        api.get("/incidents", this::list)
                .get("/incidents/{id}", request -> full(incidents.get(request.path("id"))))
                .post("/incidents/{id}/close", this::close);
    }

    private JsonNode list(ApiRequest request) {
        String state = request.query("state");
        if (!state.isEmpty()
                && !state.equals(UNENDED)
                && IncidentState.parse(state).isEmpty()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "There is no incident state of this name.",
                    "Use open, acting, watching, waiting_for_person, resolved, given_up or unended.");
        }
        ArrayNode list = Json.array();
        Map<String, List<Quarantine.Mark>> marks = incidents.quarantined();
        incidents
                .list(state, request.limit(100))
                .forEach(incident -> list.add(json(incident, marks.getOrDefault(incident.id(), List.of()))));
        return list;
    }

    private JsonNode close(ApiRequest request) {
        ApiBody body = request.body(Set.of("note", "lift_quarantine"));
        boolean lift = body.flag("lift_quarantine", false);
        if (lift) {
            // As whoever activates a version has to be.
            request.caller().need(Role.ADMINISTRATOR);
        }
        return full(recovery.close(request.path("id"), body.text("note", ""), lift, request.actor()));
    }

    private ObjectNode full(Incident incident) {
        ObjectNode json = json(incident, incidents.quarantined().getOrDefault(incident.id(), List.of()));
        json.set("facts", incident.facts());
        ArrayNode timeline = json.putArray("timeline");
        incidents
                .timeline(incident.id())
                .forEach(step -> timeline.addObject()
                        .put("at", step.at().toString())
                        .put("kind", step.kind())
                        .put("action", step.action())
                        .put("outcome", step.outcome())
                        .put("text", step.text()));
        return json;
    }

    private static ObjectNode json(Incident incident, List<Quarantine.Mark> marks) {
        ObjectNode json = Json.object()
                .put("id", incident.id())
                .put("sign", incident.sign().id())
                .put("title", incident.title())
                .put("state", incident.state().id())
                .put("kind", incident.subject().kind())
                .put("entity", incident.subject().name())
                .put("signature", incident.signature())
                .put("cause", incident.cause())
                .put("cause_known", incident.known())
                .put("attempts", incident.attempts())
                .put("times", incident.times())
                .put("recorded_way", incident.recordedWay())
                .put("document", incident.document())
                .put("task", incident.task())
                .put("opened_at", incident.openedAt().toString())
                .put("last_seen_at", incident.lastSeenAt().toString())
                .put("resolution", incident.resolution());
        incident.endedAt().ifPresent(at -> json.put("ended_at", at.toString()));
        json.set("evidence", Json.array(incident.evidence()));
        ArrayNode quarantined = json.putArray("quarantined");
        marks.forEach(
                mark -> quarantined.addObject().put("entity", mark.entity()).put("version", mark.version()));
        return json;
    }
}
