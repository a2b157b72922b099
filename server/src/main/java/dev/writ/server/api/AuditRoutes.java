package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Redactions;
import dev.writ.event.audit.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code /audit}: the log checked and signed for, and what may be taken out of it. */
final class AuditRoutes implements Routes {
    /** A page that is looked at again does not have all of it read again. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final AuditLog audit;
    private final Redactions redactions;
    private final Retention retention;

    AuditRoutes(ApiParts parts) {
        this.audit = parts.audit();
        this.redactions = new Redactions(parts.database(), parts.events());
        this.retention = new Retention(parts.database(), parts.events(), audit);
    }

    @Override
    public void addTo(Api api) {
        api.get("/audit/verification", request -> AuditJson.of(audit.verifiedWithin(FRESH)))
                .post("/audit/verification", this::verify)
                .get("/audit/checkpoint", request -> checkpoint())
                .post("/audit/checkpoint", request -> {
                    request.body(Set.of());
                    return checkpoint();
                })
                .post("/audit/redactions", this::redact)
                .post("/audit/prune", this::prune);
    }

    private JsonNode verify(ApiRequest request) {
        List<OutsideCheckpoint> outside = OutsideCheckpoint.read(
                "what was sent along", request.body(Set.of("checkpoints")).text("checkpoints", ""));
        return AuditJson.of(outside.isEmpty() ? audit.verify() : audit.verify(outside));
    }

    private JsonNode checkpoint() {
        return AuditJson.of(audit.checkpoint(), audit.key().publicKey());
    }

    private JsonNode redact(ApiRequest request) {
        ApiBody body = request.body(Set.of("seq", "why"));
        long seq = body.number("seq");
        redactions.redact(seq, request.actor(), body.words("why", "Say why the data are to go."));
        return Json.object().put("seq", seq);
    }

    private JsonNode prune(ApiRequest request) {
        long until = request.body(Set.of("until")).number("until");
        if (until < 1) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "'until' is not the number of an event.", "Use one from 1 on.");
        }
        return Json.object().put("until", retention.prune(until, request.actor()));
    }
}
