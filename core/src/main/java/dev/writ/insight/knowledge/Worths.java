package dev.writ.insight.knowledge;

import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.insight.Effectiveness;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/**
 * What a document's relevance is multiplied with: how tasks with it ended, shrunk to the mean of all documents so that few
 * uses say little, and less where it is stale.
 */
record Worths(Map<String, Double> byDocument) {
    static final Worths UNKNOWN = new Worths(Map.of());

    private static final Duration LOOK_BACK = Duration.ofDays(90);
    /** The mean counts as so many uses. */
    private static final double PRIOR_USES = 10;

    private static final double NO_HISTORY = 0.8;
    private static final double LEAST = 0.5;
    private static final double MOST = 1.5;
    /** Files it tells of have changed since. */
    private static final double OVERTAKEN = 0.7;

    private static final double UNUSED = 0.8;

    Worths {
        byDocument = Map.copyOf(byDocument);
    }

    double of(String document) {
        return byDocument.getOrDefault(document, 1.0);
    }

    static Worths measure(Database database, List<Definition> documents, Instant now) {
        Map<String, Effectiveness.Figures> figures = new HashMap<>();
        new Effectiveness(database)
                .of(EntityKind.DOCUMENT, Period.last(LOOK_BACK, now))
                .forEach(one -> figures.put(one.entity(), one));
        long uses =
                figures.values().stream().mapToLong(Effectiveness.Figures::uses).sum();
        long successes = figures.values().stream()
                .mapToLong(Effectiveness.Figures::successes)
                .sum();
        double mean = uses == 0 ? NO_HISTORY : Math.max(0.05, (double) successes / uses);
        Map<String, Double> worths = new HashMap<>();
        for (Definition document : documents) {
            Effectiveness.Figures own = figures.get(document.id());
            double worth = own == null ? 1 : shrunk(own.successes(), own.uses(), mean) / mean;
            if (isOvertaken(database, document)) {
                worth *= OVERTAKEN;
            }
            boolean isOld = document.updatedAt().isBefore(now.minus(LOOK_BACK));
            if (isOld && (own == null || own.uses() == 0)) {
                worth *= UNUSED;
            }
            worths.put(document.id(), Math.clamp(worth, LEAST, MOST));
        }
        return new Worths(worths);
    }

    static double shrunk(long successes, long uses, double mean) {
        return (successes + PRIOR_USES * mean) / (uses + PRIOR_USES);
    }

    private static boolean isOvertaken(Database database, Definition document) {
        List<String> files = new ArrayList<>();
        for (JsonNode file : document.content().path("files")) {
            files.add(file.asString(""));
        }
        String workspace = document.content().path("workspace").asString("");
        return !files.isEmpty()
                && !workspace.isEmpty()
                && database.read(handle ->
                        files.stream().anyMatch(file -> changedSince(handle, workspace, file, document.updatedAt())));
    }

    private static boolean changedSince(Handle handle, String workspace, String file, Instant time) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM file_changes
                        WHERE path = :path AND workspace = :workspace AND state = 'done' AND created_at > :time
                        """)
                        .bind("path", file)
                        .bind("workspace", workspace)
                        .bind("time", time.toEpochMilli())
                        .mapTo(Long.class)
                        .one()
                > 0;
    }
}
