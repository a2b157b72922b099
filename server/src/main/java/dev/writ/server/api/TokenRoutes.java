package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.outside.AccessToken;
import dev.writ.outside.AccessTokens;
import dev.writ.outside.OutsideAgents;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tokens}: let agents outside of Writ in, and see and end what lets them in. */
final class TokenRoutes implements Routes {
    private static final Duration USUAL = Duration.ofHours(8);
    private static final Set<String> FIELDS =
            Set.of("agent", "purpose", "workspace", "allow", "reading", "task", "ttl_seconds", "may_approve");

    private final ApiParts parts;

    TokenRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/tokens", this::list)
                .create("/tokens", request -> created(create(request.body(FIELDS), request.actor())))
                .post("/tokens/{id}/revoke", request -> {
                    request.body(Set.of());
                    return json(parts.outside().revoke(request.path("id"), request.actor()));
                })
                .post("/tokens/{id}/readmit", request -> {
                    request.body(Set.of());
                    parts.subjects().readmit(request.path("id"), request.actor());
                    return Json.object().put("readmitted", request.path("id"));
                });
    }

    private AccessTokens.Created create(ApiBody body, String by) {
        boolean mayApprove = body.flag("may_approve", false);
        Duration lasting = body.seconds("ttl_seconds", USUAL);
        if (body.has("task")) {
            return parts.outside()
                    .inviteAgain(
                            body.words("task", "Name a task that an outside agent works on."), lasting, mayApprove, by);
        }
        return parts.outside()
                .invite(new OutsideAgents.Invitation(
                        body.text("agent", "worker"),
                        body.words("purpose", "Say in 'purpose' what the agent is to do."),
                        SubmissionFields.workspace(body.text("workspace", "")),
                        SubmissionFields.allowed(body.texts("allow")),
                        body.flag("reading", false),
                        mayApprove,
                        lasting,
                        by));
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        parts.tokens().list(request.limit(200)).forEach(token -> list.add(json(token)));
        return list;
    }

    private ObjectNode created(AccessTokens.Created created) {
        return json(created.token()).put("secret", created.secret());
    }

    private ObjectNode json(AccessToken token) {
        Instant now = parts.clock().instant();
        return Json.object()
                .put("id", token.id())
                .put("state", token.state(now))
                .put("agent", token.agent())
                .put("task", token.task())
                .put("may_approve", token.mayApprove())
                .put("created_by", token.createdBy())
                .put("created_at", token.createdAt().toString())
                .put("expires_at", token.expiresAt().toString());
    }
}
