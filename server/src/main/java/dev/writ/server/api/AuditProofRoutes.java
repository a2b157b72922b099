package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.audit.AuditExport;
import dev.writ.event.audit.AuditProofs;
import dev.writ.event.audit.Ocsf;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /audit}: what others can check for themselves. */
final class AuditProofRoutes implements Routes {
    private static final int AT_ONCE = 1_000;

    private final ApiParts parts;
    private final AuditProofs proofs;

    AuditProofRoutes(ApiParts parts) {
        this.parts = parts;
        this.proofs = new AuditProofs(parts.database(), parts.audit());
    }

    @Override
    public void addTo(Api api) {
        api.get("/audit/proof/{event}", this::proof)
                .get("/audit/consistency", this::consistency)
                .route(Method.GET, "/audit/export", this::export);
    }

    private JsonNode proof(ApiRequest request) {
        return AuditJson.of(
                proofs.inclusion(request.path("event")), parts.audit().key().publicKey());
    }

    private JsonNode consistency(ApiRequest request) {
        long size = parts.audit().checkpoint().size();
        return AuditJson.of(proofs.consistency(
                request.number("from", 1, 1, Long.MAX_VALUE), request.number("to", size, 1, Long.MAX_VALUE)));
    }

    private void export(ServerRequest request, ServerResponse response) {
        ApiRequest asked = new ApiRequest(request);
        JsonNode wanted = asked.answer(
                read -> Json.object().put("format", read.query("format")).put("redact", read.query("redact")));
        String format = wanted.path("format").asString("");
        if (!List.of("", "ndjson", "ocsf").contains(format)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "There is no format '" + format + "'.", "Use ndjson or ocsf.");
        }
        AuditExport.Redact redact = AuditExport.redact(wanted.path("redact").asString(""));
        parts.audit().checkpoint();
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        try (Writer out = new BufferedWriter(new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8))) {
            if (format.equals("ocsf")) {
                ocsf(redact, out);
            } else {
                parts.database().snapshot(handle -> {
                    AuditExport.write(handle, parts.audit().key().publicKey(), redact, out);
                    return format;
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ocsf(AuditExport.Redact redact, Writer out) throws IOException {
        EventFilter filter = EventFilter.all().atMost(AT_ONCE);
        List<Event> events = parts.events().find(filter);
        while (!events.isEmpty()) {
            for (Event event : events) {
                out.write(Json.write(Ocsf.of(redact.of(event))));
                out.write('\n');
            }
            events = parts.events().find(filter.after(events.getLast().seq()));
        }
    }
}
