package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLeaf;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.MerkleTree;
import dev.writ.event.merkle.Proofs;
import dev.writ.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Makes proofs from the kept tree. Safe for use by many threads. */
public final class AuditProofs {
    private final Database database;
    private final AuditLog log;

    public AuditProofs(Database database, AuditLog log) {
        this.database = database;
        this.log = log;
    }

    /** That the tree at one size, not signed here, begins with the tree at another. */
    public record ConsistencyProof(Checkpoint from, Checkpoint to, List<byte[]> path) {}

    private record Stored(long seq, String id, String leaf) {}

    /**
     * Proves an event by the first checkpoint that covers it, which is made where there is none yet.
     *
     * @param event its id or its number
     * @throws WritException with {@code not_found}, or with {@code store_damaged} where the event is not the one in the tree
     */
    public InclusionProof inclusion(String event) {
        long seq = database.read(handle -> find(handle, event)).seq();
        if (database.read(handle -> CheckpointTable.covering(handle, seq)).isEmpty()) {
            log.checkpoint();
        }
        return database.snapshot(handle -> {
            Stored stored = find(handle, event);
            KeptCheckpoint checkpoint = CheckpointTable.covering(handle, seq).orElseThrow();
            List<byte[]> path = MerkleTree.inclusion(new Tiles(handle), seq - 1, checkpoint.size());
            byte[] hash = EventLeaf.hash(stored.leaf());
            byte[] root = Checkpoint.parse(checkpoint.note())
                    .map(Checkpoint::rootHash)
                    .orElseGet(() -> new byte[0]);
            if (!Proofs.includes(hash, seq - 1, checkpoint.size(), path, root)) {
                throw new WritException(
                        FailureCode.STORE_DAMAGED,
                        "Event " + seq + " is not the one that was signed for.",
                        "Run `writ audit verify` to see what was changed.");
            }
            return new InclusionProof(
                    seq, stored.id(), stored.leaf(), seq - 1, checkpoint.size(), path, checkpoint.note());
        });
    }

    private static Stored find(Handle handle, String event) {
        boolean number = event.matches("[0-9]{1,18}");
        Optional<Stored> found = handle.createQuery(
                        "SELECT " + EventLeaf.COLUMNS + " FROM events WHERE " + (number ? "seq" : "id") + " = :event")
                .bind("event", number ? (Object) Long.parseLong(event) : event)
                .map((row, context) ->
                        new Stored(row.getLong(1), row.getString(2), EventLeaf.form(row, StoredLeaf.dataHash(row))))
                .findOne();
        return found.orElseThrow(() -> new WritException(
                FailureCode.NOT_FOUND,
                "There is no such event.",
                "Name its number or its id, as `writ events ls` shows them; pruned events have no proof any more."));
    }

    /**
     * Proves that nothing was changed between two sizes of the log.
     *
     * @throws WritException with {@code invalid_arguments} where the log never had these sizes
     */
    public ConsistencyProof consistency(long from, long to) {
        return database.snapshot(handle -> {
            long size = CheckpointTable.last(handle).map(KeptCheckpoint::size).orElse(0L);
            if (from < 1 || from > to || to > size) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The signed log was never of these sizes: it has " + size + " events.",
                        "Use 1 <= from <= to <= " + size + ".");
            }
            Tiles tiles = new Tiles(handle);
            String origin = log.key().publicKey().name();
            return new ConsistencyProof(
                    Checkpoint.of(origin, from, MerkleTree.root(tiles, from)),
                    Checkpoint.of(origin, to, MerkleTree.root(tiles, to)),
                    MerkleTree.consistency(tiles, from, to));
        });
    }

    /** The last checkpoint; empty before the first one was made. */
    public Optional<KeptCheckpoint> last() {
        return database.read(CheckpointTable::last);
    }
}
