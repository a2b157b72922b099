package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.MerkleTree;
import dev.writ.store.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Lets the kept tree grow, from what was signed last. Never signs a tree that does not begin with the one it signed before.
 * For use by one thread at a time.
 */
final class TreeKeeper {
    private static final int AT_ONCE = 16_384;

    private final Database database;
    private final InstantSource clock;
    private final AuditKey key;
    private final Tail tail;
    private final LastCheckpoint reminder;
    private Optional<KeptCheckpoint> last;
    private TreeEdge edge;
    private final List<Long> foreign = new ArrayList<>();

    private TreeKeeper(
            Database database,
            InstantSource clock,
            AuditKey key,
            Tail tail,
            LastCheckpoint reminder,
            Optional<KeptCheckpoint> last,
            TreeEdge edge) {
        this.database = database;
        this.clock = clock;
        this.key = key;
        this.tail = tail;
        this.reminder = reminder;
        this.last = last;
        this.edge = edge;
    }

    /**
     * Goes on from the last checkpoint.
     *
     * @throws WritException with {@code store_damaged} where the tree is not the one that was signed
     */
    static TreeKeeper open(Database database, InstantSource clock, AuditKey key, Tail tail, LastCheckpoint reminder) {
        return database.snapshot(handle -> {
            Optional<KeptCheckpoint> last = CheckpointTable.last(handle);
            long size = last.map(KeptCheckpoint::size).orElse(0L);
            Tiles tiles = new Tiles(handle);
            TreeEdge edge = last.isPresent() ? TreeEdge.of(size, tiles) : TreeEdge.empty();
            if (last.isPresent()) {
                Checkpoint signed = Checkpoint.verify(last.get().note(), key.publicKey())
                        .orElseThrow(() -> broken("the last checkpoint is not one that this log's key signed"));
                require(
                        signed.size() == size && Arrays.equals(signed.rootHash(), edge.root()),
                        "the kept tree is not the one that was signed at " + size);
            }
            require(numbered(handle) >= size, "events that were signed are gone: there should be " + size);
            Optional<Checkpoint> known = reminder.read().flatMap(note -> Checkpoint.verify(note, key.publicKey()));
            if (known.isPresent()) {
                require(
                        known.get().size() <= size,
                        "it is older than the last checkpoint in the data folder, of "
                                + known.get().size() + " events");
                require(
                        Arrays.equals(
                                MerkleTree.root(tiles, known.get().size()),
                                known.get().rootHash()),
                        "it does not begin as the last checkpoint in the data folder says");
            }
            return new TreeKeeper(database, clock, key, tail, reminder, last, edge);
        });
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

    /** Signs for all that is durable by now; the checkpoint there is where nothing came since. */
    KeptCheckpoint checkpoint() {
        long end = Math.max(tail.last(), database.read(TreeKeeper::numbered));
        if (last.isPresent() && end <= signed()) {
            return last.get();
        }
        TreeEdge next = edge.copy();
        while (end - next.size() > AT_ONCE) {
            append(next, next.size() + AT_ONCE);
            var rows = next.takeFull();
            database.writeOnly(transaction -> rows.forEach(row -> Tiles.put(transaction, row)));
        }
        append(next, end);
        var rows = next.takeFull();
        String note = key.sign(next.size(), next.root());
        KeptCheckpoint made = new KeptCheckpoint(next.size(), note, Instant.ofEpochMilli(clock.millis()), "");
        database.writeOnly(transaction -> {
            rows.forEach(row -> Tiles.put(transaction, row));
            next.begun().forEach(row -> Tiles.put(transaction, row));
            CheckpointTable.insert(transaction, made);
        });
        edge = next;
        last = Optional.of(made);
        tail.forget(made.size());
        reminder.write(note);
        return made;
    }

    /** Events that something else put between those of this process, since this was last asked. */
    List<Long> takeForeign() {
        List<Long> taken = List.copyOf(foreign);
        foreign.clear();
        return taken;
    }

    private void append(TreeEdge next, long until) {
        long first = next.size() + 1;
        Map<Long, byte[]> known = Map.copyOf(tail.between(first, until));
        Map<Long, byte[]> stored = known.size() == until - first + 1
                ? Map.of()
                : database.read(handle -> StoredLeaf.between(handle, first, until));
        for (long seq = first; seq <= until; seq++) {
            byte[] leaf = known.get(seq);
            // What this process appends it is told of in order, so between two of its own there is none of others.
            if (leaf == null && stored.containsKey(seq) && tail.surrounds(seq)) {
                foreign.add(seq);
            }
            next.append(leaf != null ? leaf : stored.getOrDefault(seq, EventPass.HOLE));
        }
    }
}
