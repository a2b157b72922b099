package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLeaf;
import dev.writ.event.EventLog;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A log that several nodes write. All have the same key: the first node says with an event of which key the log is, and from
 * that event on each event bears a seal.
 */
final class SealedLog {
    private static final String BEGUN = "audit.sealed";
    private static final String FIRST =
            "SELECT " + EventLeaf.COLUMNS + " FROM events WHERE type = '" + BEGUN + "' ORDER BY seq";

    private SealedLog() {}

    /**
     * The key of the log, which this node must have; where the log is new, it is the one of this node, which is made where
     * there is none.
     *
     * @throws WritException with {@code conflict} where the log has another one
     */
    static AuditKey key(Database database, Path file) {
        database.read(handle -> problem(handle, file)).ifPresent(problem -> {
            throw problem;
        });
        return AuditKey.open(file);
    }

    /** Why a node with this file could not write the log that the handle sees; empty where it could. Makes no key. */
    static Optional<WritException> problem(Handle handle, Path file) {
        if (Files.exists(file)) {
            return isOf(handle, AuditKey.open(file)) ? Optional.empty() : Optional.of(another(file, "has another one"));
        }
        return isBegun(handle) || CheckpointTable.last(handle).isPresent()
                ? Optional.of(another(file, "has none"))
                : Optional.empty();
    }

    /** Has the log begin where nobody has; to be called once its keeper seals what is appended. */
    static void begin(Database database, EventLog events, AuditKey own, Path file) {
        boolean ours = database.write(transaction -> {
            if (!isBegun(transaction.handle())) {
                events.append(
                        transaction,
                        Adoption.event(BEGUN).with("key", own.publicKey().text()));
            }
            return isOf(transaction.handle(), own);
        });
        if (!ours) {
            throw another(file, "has another one");
        }
    }

    /** Number of the event from which on all are sealed; 0 where it is not there any more, since all that is left is. */
    static long begunAt(Handle handle, Seals seals) {
        return handle.createQuery(FIRST)
                .map((row, context) -> seals.hold(row) ? row.getLong(1) : 0L)
                .filter(seq -> seq > 0)
                .findFirst()
                .orElse(0L);
    }

    private static boolean isBegun(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM events WHERE type = '" + BEGUN + "')")
                .mapTo(Boolean.class)
                .one();
    }

    /** What the first node said tells; where that was pruned, or not said yet, what was signed last. */
    private static boolean isOf(Handle handle, AuditKey own) {
        if (begunAt(handle, own.seals()) > 0) {
            return true;
        }
        return CheckpointTable.last(handle)
                .map(last -> Checkpoint.verify(last.note(), own.publicKey()).isPresent())
                .orElseGet(() -> !isBegun(handle));
    }

    private static WritException another(Path file, String which) {
        return new WritException(
                FailureCode.CONFLICT,
                "The nodes of a cluster sign the log with one key, and this node " + which + ".",
                "Copy the file audit-key of another node to " + file
                        + ", readable by its owner alone, or name it with audit.key_file in the settings.");
    }
}
