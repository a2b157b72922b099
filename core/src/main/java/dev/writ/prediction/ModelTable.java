package dev.writ.prediction;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The tables {@code prediction_models} and {@code prediction_active}: versions that never change, and a pointer. */
final class ModelTable {
    private static final String ACTIVE = "tools";

    private ModelTable() {}

    record Version(int number, Weights weights) {}

    /** Stores weights as the next version and puts it in force; its number. */
    static int store(Transaction transaction, Weights weights, long now) {
        int version = 1
                + transaction
                        .handle()
                        .createQuery("SELECT COALESCE(MAX(version), 0) FROM prediction_models")
                        .mapTo(Integer.class)
                        .one();
        String text = Json.write(weights.values());
        transaction.execute(
                "INSERT INTO prediction_models (version, features, examples, weights, hash, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                version,
                Feature.VERSION,
                weights.examples(),
                text,
                hash(text),
                now);
        transaction.execute("""
                INSERT INTO prediction_active (name, version) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET version = excluded.version
                """, ACTIVE, version);
        return version;
    }

    /** The weights in force; empty where there are none, they are of other features, or they are not as they were written. */
    static Optional<Version> active(Handle handle) {
        return handle.createQuery("""
                        SELECT m.version, m.examples, m.weights, m.hash
                        FROM prediction_models m JOIN prediction_active a ON a.version = m.version
                        WHERE a.name = :name AND m.features = :features
                        """)
                .bind("name", ACTIVE)
                .bind("features", Feature.VERSION)
                .map((row, context) -> read(
                        row.getInt("version"), row.getInt("examples"), row.getString("weights"), row.getString("hash")))
                .findOne()
                .flatMap(version -> version);
    }

    private static Optional<Version> read(int version, int examples, String text, String hash) {
        if (!hash.equals(hash(text))) {
            return Optional.empty();
        }
        try {
            double[] values = Json.parse(text)
                    .valueStream()
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            return values.length == Feature.count()
                    ? Optional.of(new Version(version, new Weights(values, examples)))
                    : Optional.empty();
        } catch (WritException damaged) {
            return Optional.empty();
        }
    }

    /** Against accidents, not against people: who can write to the database can write this too. */
    private static String hash(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
