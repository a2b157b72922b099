package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.store.Transaction;
import dev.writ.tool.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What incidents taught: one knowledge document for each signature, a version for each occurrence. What it says can only
 * change the order of the ways in the table, so whoever may write documents gains nothing by writing one of these.
 */
final class Lessons {
    private static final String AUTHOR = "agent:recovery_agent";
    private static final int MOST_SOURCES = 30;

    private final Definitions definitions;

    Lessons(Definitions definitions) {
        this.definitions = definitions;
    }

    /** A way that was tried, and whether the incident was over after it. */
    record Tried(Way way, boolean worked) {}

    /** What helped before: the way with the best record. One failure takes back two successes. */
    Optional<Way> recordedWay(Incident incident) {
        Optional<JsonNode> ways = definitions
                .find(EntityKind.DOCUMENT, name(incident))
                .filter(document -> document.status() == DefinitionStatus.ACTIVE)
                .map(document -> document.content().path("ways"));
        Optional<Way> best = Optional.empty();
        int most = 0;
        for (Way way : Way.waysFor(incident.sign())) {
            int score = ways.map(all -> score(all.path(way.id()))).orElse(0);
            if (way != Way.ASK_PERSON && score > most) {
                best = Optional.of(way);
                most = score;
            }
        }
        return best;
    }

    private static int score(JsonNode way) {
        return Math.clamp(way.path("worked").asInt(0), 0, 1_000)
                - 2 * Math.clamp(way.path("failed").asInt(0), 0, 1_000);
    }

    /** Writes down how an incident went: a new version of its signature's document, or the first. */
    Definition write(Transaction transaction, Incident incident, List<Tried> tried, String resolution) {
        Change change = Change.by(AUTHOR, "incident " + incident.id())
                .in(incident.task(), incident.task())
                .causedBy(incident.id());
        Optional<Definition> known = definitions.find(EntityKind.DOCUMENT, name(incident));
        ObjectNode content = content(
                incident, tried, resolution, known.map(Definition::content).orElse(Json.object()));
        return known.map(document -> definitions.update(
                        transaction, EntityKind.DOCUMENT, document.id(), content, document.activeVersion(), change))
                .orElseGet(() -> definitions.create(transaction, EntityKind.DOCUMENT, name(incident), content, change));
    }

    /** The same for all incidents with the signature, whatever they are about. */
    static String name(Incident incident) {
        String key = incident.sign().id() + "\n" + incident.signature();
        return "incident-" + incident.sign().id() + "-" + Sha256.of(key).substring(0, 12);
    }

    private static ObjectNode content(Incident incident, List<Tried> tried, String resolution, ObjectNode known) {
        ObjectNode ways = known.path("ways") instanceof ObjectNode before ? before.deepCopy() : Json.object();
        for (Tried one : tried) {
            ObjectNode way = ways.path(one.way().id()) instanceof ObjectNode of ? of : Json.object();
            String field = one.worked() ? "worked" : "failed";
            way.put(field, way.path(field).asInt(0) + 1);
            ways.set(one.way().id(), way);
        }
        int occurrences = known.path("occurrences").asInt(0) + 1;
        ObjectNode content = Json.object()
                .put("title", "Incident: " + incident.sign().id().replace('_', ' '))
                .put("summary", "How Writ recovered from: " + incident.signature())
                .put("text", text(incident, ways, occurrences, resolution))
                .put("sign", incident.sign().id())
                .put("signature", incident.signature())
                .put("occurrences", occurrences);
        content.set("ways", ways);
        content.set("sources", Json.array(sources(incident, known)));
        return content;
    }

    /** Ids of the newest incidents, calls and tasks that this is drawn from. */
    private static List<String> sources(Incident incident, ObjectNode known) {
        Set<String> sources = new LinkedHashSet<>(List.of(incident.id()));
        sources.addAll(incident.evidence());
        known.path("sources").forEach(source -> sources.add(source.asString("")));
        return new ArrayList<>(sources).subList(0, Math.min(MOST_SOURCES, sources.size()));
    }

    private static String text(Incident incident, ObjectNode ways, int occurrences, String resolution) {
        StringBuilder text = new StringBuilder();
        text.append("Seen ").append(occurrences).append(occurrences == 1 ? " time" : " times");
        text.append(", last at ")
                .append(incident.subject())
                .append(" (")
                .append(incident.id())
                .append(").\n\n");
        text.append(incident.known() ? "Cause: " : "Cause, as a guess: ").append(incident.cause());
        text.append("\n\nWhat was tried:\n\n");
        ways.properties()
                .forEach(way -> text.append("- ")
                        .append(way.getKey().replace('_', ' '))
                        .append(": ended it ")
                        .append(way.getValue().path("worked").asInt(0))
                        .append(" times, did not ")
                        .append(way.getValue().path("failed").asInt(0))
                        .append(" times\n"));
        return text.append("\nThe last one ended so: ").append(resolution).toString();
    }
}
