package dev.writ.event.audit;

import dev.writ.event.merkle.TreeHash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The tree in the database, read beside the events. Says what of it does not fit together. For use by one thread. */
final class KeptTree {
    private final Handle handle;
    private final Findings findings;
    private final long size;
    private final Set<String> told = new HashSet<>();
    private Tiles.Tile leaves = new Tiles.Tile(0, -1, new byte[0]);
    private final Tiles.Tile[] upper = new Tiles.Tile[8];

    KeptTree(Handle handle, Findings findings) {
        this.handle = handle;
        this.findings = findings;
        this.size = measure();
    }

    /** How many events the tree covers. */
    long size() {
        return size;
    }

    /** Up to the first row of leaves that is not full; what should not be there is told. */
    private long measure() {
        record Row(int level, long position, long length) {}
        var rows = handle.createQuery(
                        "SELECT level, position, LENGTH(hashes) AS length FROM audit_tiles ORDER BY level, position")
                .map((row, context) -> new Row(row.getInt("level"), row.getLong("position"), row.getLong("length")))
                .list();
        long leaves = 0;
        for (Row row : rows) {
            if (row.level() == 0
                    && row.position() * Tiles.WIDTH == leaves
                    && row.length() <= (long) Tiles.WIDTH * TreeHash.LENGTH) {
                leaves += row.length() / TreeHash.LENGTH;
            }
        }
        for (Row row : rows) {
            long hashes = row.level() < 0 || row.level() >= upper.length
                    ? 0
                    : (leaves >> (Tiles.HEIGHT * row.level())) - row.position() * Tiles.WIDTH;
            if (row.position() < 0 || hashes <= 0 || row.length() != Math.min(hashes, Tiles.WIDTH) * TreeHash.LENGTH) {
                wrong(row.level(), row.position(), "is not what a tree of " + leaves + " events has there");
            }
        }
        return leaves;
    }

    /** The leaf of an event; empty beyond the tree, and where the tree is broken. */
    Optional<byte[]> leaf(long seq) {
        long index = seq - 1;
        if (index >= size) {
            return Optional.empty();
        }
        if (leaves.position() != index / Tiles.WIDTH) {
            leaves = find(0, index / Tiles.WIDTH);
        }
        int offset = (int) (index % Tiles.WIDTH);
        return offset < leaves.count() ? Optional.of(leaves.hash(offset)) : Optional.empty();
    }

    /** Compares the root over some complete part of the leaves with what is kept of it. */
    void compare(int level, long index, byte[] hash) {
        int row = level / Tiles.HEIGHT;
        if (level == 0 || level % Tiles.HEIGHT != 0 || (index + 1) << level > size || row >= upper.length) {
            return;
        }
        if (upper[row] == null || upper[row].position() != index / Tiles.WIDTH) {
            upper[row] = find(row, index / Tiles.WIDTH);
        }
        int offset = (int) (index % Tiles.WIDTH);
        if (offset >= upper[row].count() || !Arrays.equals(upper[row].hash(offset), hash)) {
            wrong(row, index / Tiles.WIDTH, "does not fit the rows below it");
        }
    }

    private Tiles.Tile find(int level, long position) {
        return Tiles.find(handle, level, position).orElseGet(() -> {
            wrong(level, position, "is missing");
            return new Tiles.Tile(level, position, new byte[0]);
        });
    }

    private void wrong(int level, long position, String how) {
        String row = level + "/" + position;
        if (told.add(row)) {
            findings.add(Finding.row(
                    Finding.Kind.TREE, 0, "audit_tiles", row, "Row " + row + " of the kept tree " + how + "."));
        }
    }
}
