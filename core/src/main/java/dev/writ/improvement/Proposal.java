package dev.writ.improvement;

import dev.writ.Json;
import dev.writ.entity.EntityKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of one definition that is worth trying.
 *
 * @param kind and {@code entity}: the definition, by name
 * @param changes JSON merge patch (RFC 7396) on the content of its active version
 * @param opportunity id of the kind of opportunity it answers, such as {@code slow_command}; {@code request} where an
 *     agent or a person asked for it
 * @param hypothesis one sentence: what seems to be wrong
 * @param expectedEffect one sentence: what the change should bring about
 * @param evidence ids of the calls, grants or tasks it was seen in, ten at most
 * @param proposedBy {@code catalogue}, {@code agent:NAME} or {@code person:NAME}
 */
public record Proposal(
        EntityKind kind,
        String entity,
        ObjectNode changes,
        String opportunity,
        String hypothesis,
        String expectedEffect,
        List<String> evidence,
        String proposedBy) {
    public Proposal {
        changes = changes.deepCopy();
        evidence = List.copyOf(evidence);
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("kind", kind.id()).put("entity", entity);
        json.set("changes", changes.deepCopy());
        json.put("opportunity", opportunity)
                .put("hypothesis", hypothesis)
                .put("expected_effect", expectedEffect)
                .put("proposed_by", proposedBy);
        json.set("evidence", Json.array(evidence));
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static Proposal read(ObjectNode json) {
        List<String> evidence = new ArrayList<>();
        for (JsonNode id : json.path("evidence")) {
            evidence.add(id.asString(""));
        }
        return new Proposal(
                EntityKind.parse(json.path("kind").asString()),
                json.path("entity").asString(),
                (ObjectNode) json.path("changes"),
                json.path("opportunity").asString(),
                json.path("hypothesis").asString(),
                json.path("expected_effect").asString(),
                evidence,
                json.path("proposed_by").asString());
    }
}
