package dev.writ.insight.knowledge.meaning;

import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.model.embedding.Vector;
import dev.writ.store.Database;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The vectors of one model that were computed once, by the hash of what was sent. */
final class VectorTable {
    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final String model;

    VectorTable(Database database, EventLog events, InstantSource clock, String model) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.model = model;
    }

    /**
     * Those of these texts that are there.
     *
     * @param dimension how many numbers they must have; empty to take the newest, however many it has
     */
    Map<String, Vector> find(Collection<String> hashes, OptionalInt dimension) {
        return database.read(handle -> {
            Map<String, Vector> found = new HashMap<>();
            handle.createQuery("""
                            SELECT content_hash, vector FROM document_vectors
                            WHERE model = :model AND (:dimension = 0 OR dimension = :dimension) AND content_hash IN (<hashes>)
                            ORDER BY created_at
                            """)
                    .bind("model", model)
                    .bind("dimension", dimension.orElse(0))
                    .bindList("hashes", hashes)
                    .map((row, context) -> Map.entry(row.getString(1), Vector.ofBytes(row.getBytes(2))))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            return found;
        });
    }

    /** Keeps what the model answered, with the event that says what was sent and counted. */
    void keep(Map<String, Vector> vectors, long tokens) {
        database.writeOnly(transaction -> {
            vectors.forEach((hash, vector) ->
                    transaction.execute("""
                    INSERT INTO document_vectors (content_hash, model, dimension, vector, created_at)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (model, dimension, content_hash) DO NOTHING
                    """, hash, model, vector.dimension(), vector.toBytes(), clock.millis()));
            events.append(
                    transaction,
                    NewEvent.of("documents.embedded", "embedding_model", model)
                            .with("documents", vectors.size())
                            .with("tokens", tokens));
        });
    }
}
