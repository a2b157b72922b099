package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.MerkleTree;
import dev.writ.event.merkle.PredecessorLines;
import dev.writ.event.merkle.Predecessors;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Lets the kept tree grow, from what was signed last. Never signs a tree that does not begin with the one it signed before.
 * Where several nodes share the log, each may: whoever comes first, and the others go on from there. For use by one thread
 * at a time.
 */
final class TreeKeeper {
    private static final int AT_ONCE = 16_384;
    private static final int TRIES = 100;

    private final Database database;
    private final InstantSource clock;
    private final AuditKey key;
    private final Optional<Seals> seals;
    private final Tail tail;
    private final LastCheckpoint reminder;
    private final Telling telling;
    private Optional<KeptCheckpoint> last = Optional.empty();
    private TreeEdge edge = TreeEdge.empty();
    private boolean lastIsOwn;

    /** Tells of events that are not as Writ wrote them. */
    @FunctionalInterface
    interface Telling {
        /**
         * @param foreign no process of Writ wrote them, or not so
         * @param altered one did, and they are not there as it did
         */
        void tell(Transaction transaction, List<Long> foreign, List<Long> altered);
    }

    private TreeKeeper(
            Database database,
            InstantSource clock,
            AuditKey key,
            Optional<Seals> seals,
            Tail tail,
            LastCheckpoint reminder,
            Telling telling) {
        this.database = database;
        this.clock = clock;
        this.key = key;
        this.seals = seals;
        this.tail = tail;
        this.reminder = reminder;
        this.telling = telling;
    }

    /**
     * Goes on from the last checkpoint.
     *
     * @param seals where several nodes share the log
     * @throws WritException with {@code store_damaged} where the tree is not the one that was signed
     */
    static TreeKeeper open(
            Database database,
            InstantSource clock,
            AuditKey key,
            Optional<Seals> seals,
            Tail tail,
            LastCheckpoint reminder,
            Telling telling) {
        TreeKeeper keeper = new TreeKeeper(database, clock, key, seals, tail, reminder, telling);
        database.snapshot(handle -> {
            keeper.goOnFrom(CheckpointTable.last(handle), handle);
            reminder.read()
                    .flatMap(note -> Checkpoint.verify(note, key.publicKey()))
                    .ifPresent(known -> keeper.requireThatItBeginsWith(
                            known.size(), known.rootHash(), handle, "the last checkpoint in the data folder"));
            return keeper;
        });
        return keeper;
    }

    private void goOnFrom(Optional<KeptCheckpoint> now, Handle handle) {
        long size = now.map(KeptCheckpoint::size).orElse(0L);
        TreeEdge there = now.isPresent() ? TreeEdge.of(size, new Tiles(handle)) : TreeEdge.empty();
        if (now.isPresent()) {
            Checkpoint signed = Checkpoint.verify(now.get().note(), key.publicKey())
                    .orElseThrow(() -> broken("the last checkpoint is not one that this log's key signed"));
            require(
                    signed.size() == size && Arrays.equals(signed.rootHash(), there.root()),
                    "the kept tree is not the one that was signed at " + size);
        }
        require(numbered(handle) >= size, "events that were signed are gone: there should be " + size);
        last = now;
        edge = there;
        lastIsOwn = false;
    }

    private void requireThatItBeginsWith(long size, byte[] root, Handle handle, String what) {
        require(size <= signed(), "it is older than " + what + ", of " + size + " events");
        require(
                Arrays.equals(MerkleTree.root(new Tiles(handle), size), root),
                "it does not begin as " + what + " says");
    }

    private static long numbered(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM events")
                .mapTo(Long.class)
                .one();
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw broken(otherwise);
        }
    }

    private static WritException broken(String why) {
        return new WritException(
                FailureCode.STORE_DAMAGED,
                "The audit log cannot be continued: " + why + ".",
                "Run `writ audit verify`, keep a copy of the data folder, and restore a backup.");
    }

    /** Events that the last checkpoint covers. */
    long signed() {
        return last.map(KeptCheckpoint::size).orElse(0L);
    }

    /** Whether the last checkpoint was made here, and not by another node or before. */
    boolean lastIsOwn() {
        return lastIsOwn;
    }

    /** Signs for all that is durable by now; the checkpoint there is where nothing came since. */
    KeptCheckpoint checkpoint() {
        for (int i = 0; i < TRIES; i++) {
            if (seals.isPresent()) {
                followOthers();
            }
            Optional<KeptCheckpoint> made = extended();
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new WritException(
                FailureCode.UNAVAILABLE,
                "Other nodes sign for the log faster than this one can.",
                "Nothing is to be done: what they sign covers all.");
    }

    /** Goes on from what another node has signed since, and looks whether it has the events of this one as they were. */
    private void followOthers() {
        long before = signed();
        byte[] root = edge.root();
        List<Long> altered = database.snapshot(handle -> {
            Optional<KeptCheckpoint> now = CheckpointTable.last(handle);
            if (!now.map(KeptCheckpoint::note).equals(last.map(KeptCheckpoint::note))) {
                goOnFrom(now, handle);
                requireThatItBeginsWith(before, root, handle, "the checkpoint before");
            }
            Tiles tiles = new Tiles(handle);
            List<Long> found = new ArrayList<>();
            tail.between(1, signed()).forEach((seq, leaf) -> {
                if (!Arrays.equals(tiles.at(0, seq - 1), leaf)) {
                    found.add(seq);
                }
            });
            return found;
        });
        if (!altered.isEmpty()) {
            database.writeOnly(transaction -> telling.tell(transaction, List.of(), altered));
        }
        if (tail.first() <= signed()) {
            tail.forget(signed());
            last.ifPresent(checkpoint -> reminder.write(checkpoint.note()));
        }
    }

    /** Empty where another node was quicker. */
    private Optional<KeptCheckpoint> extended() {
        long end = Math.max(tail.last(), database.read(TreeKeeper::numbered));
        if (last.isPresent() && end <= signed()) {
            return last;
        }
        Unknown unknown = new Unknown(new ArrayList<>(), new ArrayList<>());
        TreeEdge next = edge.copy();
        while (end - next.size() > AT_ONCE) {
            append(next, next.size() + AT_ONCE, unknown);
            var rows = next.takeFull();
            if (!wrote(transaction -> rows.forEach(row -> Tiles.put(transaction, row)))) {
                return Optional.empty();
            }
        }
        append(next, end, unknown);
        var rows = next.takeFull();
        String note = key.sign(next.size(), next.root());
        KeptCheckpoint made = new KeptCheckpoint(
                next.size(), note, Instant.ofEpochMilli(clock.millis()), key.sign(predecessors(), note));
        boolean written = wrote(transaction -> {
            rows.forEach(row -> Tiles.put(transaction, row));
            next.begun().forEach(row -> Tiles.put(transaction, row));
            CheckpointTable.insert(transaction, made);
            // Together with the checkpoint, or a node that is killed in between would leave it untold.
            telling.tell(transaction, unknown.foreign(), unknown.gone());
        });
        if (!written) {
            return Optional.empty();
        }
        edge = next;
        last = Optional.of(made);
        lastIsOwn = true;
        tail.forget(made.size());
        reminder.write(note);
        return last;
    }

    /** Of the last one all are asked where it does not say what was before it itself, as none of an earlier version does. */
    private Predecessors predecessors() {
        PredecessorLines lines = new PredecessorLines(key.publicKey());
        return last.map(known -> known.before(lines)
                        .map(named -> known.withThose(named, lines))
                        .orElseGet(() -> CheckpointChain.of(database.read(CheckpointTable::all), lines)))
                .orElse(Predecessors.NONE);
    }

    /** False where the last checkpoint is no longer the one that this one goes on from: nothing is written then. */
    private boolean wrote(Consumer<Transaction> rows) {
        return database.write(transaction -> {
            if (seals.isPresent() && CheckpointTable.lastSize(transaction) != signed()) {
                return false;
            }
            rows.accept(transaction);
            return true;
        });
    }

    /** Events of which nobody says that a node wrote them, and those that were there and are not. */
    private record Unknown(List<Long> foreign, List<Long> gone) {}

    private void append(TreeEdge next, long until, Unknown unknown) {
        long first = next.size() + 1;
        Map<Long, byte[]> known = Map.copyOf(tail.between(first, until));
        Map<Long, StoredLeaf> stored = known.size() == until - first + 1
                ? Map.of()
                : database.read(handle -> StoredLeaf.between(handle, first, until, seals));
        long sealedFrom = stored.isEmpty() || seals.isEmpty()
                ? 0
                : database.read(handle -> SealedLog.begunAt(handle, seals.get()));
        for (long seq = first; seq <= until; seq++) {
            byte[] leaf = known.get(seq);
            boolean surrounded = false;
            if (leaf == null) {
                // Asked before the leaf: an event may have been written a moment ago, and its leaf come only now.
                surrounded = tail.surrounds(seq);
                leaf = tail.leaf(seq);
            }
            StoredLeaf there = stored.get(seq);
            if (leaf == null && seals.isPresent() && seq > sealedFrom) {
                // The nodes number their events without a gap.
                if (there == null) {
                    unknown.gone().add(seq);
                } else if (!there.sealed()) {
                    unknown.foreign().add(seq);
                }
            } else if (leaf == null && there != null && seals.isEmpty() && surrounded) {
                // What this process appends it is told of in order, so between two of its own there is none of others.
                unknown.foreign().add(seq);
            }
            next.append(leaf != null ? leaf : there != null ? there.hash() : EventPass.HOLE);
        }
    }
}
