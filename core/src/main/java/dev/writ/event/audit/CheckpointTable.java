package dev.writ.event.audit;

import dev.writ.store.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of {@code audit_checkpoints}. */
final class CheckpointTable {
    private CheckpointTable() {}

    static void insert(Transaction transaction, KeptCheckpoint checkpoint) {
        transaction.execute(
                "INSERT INTO audit_checkpoints (size, note, made_at, cosignatures) VALUES (?, ?, ?, ?)",
                checkpoint.size(),
                checkpoint.note(),
                checkpoint.madeAt().toEpochMilli(),
                checkpoint.cosignatures());
    }

    /** Keeps what witnesses signed: lines of signatures. */
    static void cosigned(Transaction transaction, long size, List<String> lines) {
        transaction.execute(
                "UPDATE audit_checkpoints SET cosignatures = cosignatures || ? WHERE size = ?",
                String.join("\n", lines) + "\n",
                size);
    }

    static Optional<KeptCheckpoint> last(Handle handle) {
        return handle.createQuery("SELECT * FROM audit_checkpoints ORDER BY size DESC LIMIT 1")
                .map((row, context) -> KeptCheckpoint.read(row))
                .findOne();
    }

    /** Events that the last one covers, as the transaction sees it; 0 where there is none. */
    static long lastSize(Transaction transaction) {
        return transaction
                .first("SELECT COALESCE(MAX(size), 0) FROM audit_checkpoints", row -> row.getLong(1))
                .orElse(0L);
    }

    /** The first that covers so many events. */
    static Optional<KeptCheckpoint> covering(Handle handle, long events) {
        return handle.createQuery("SELECT * FROM audit_checkpoints WHERE size >= :size ORDER BY size LIMIT 1")
                .bind("size", events)
                .map((row, context) -> KeptCheckpoint.read(row))
                .findOne();
    }

    static List<KeptCheckpoint> all(Handle handle) {
        return handle.createQuery("SELECT * FROM audit_checkpoints ORDER BY size")
                .map((row, context) -> KeptCheckpoint.read(row))
                .list();
    }
}
