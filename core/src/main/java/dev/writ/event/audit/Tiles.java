package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.merkle.Subtrees;
import dev.writ.event.merkle.TreeHash;
import dev.writ.store.Transaction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tree as it is kept: rows of up to 256 hashes. For use by one thread, as long as its handle is open. */
final class Tiles implements Subtrees {
    /** Levels of the tree in one row. */
    static final int HEIGHT = 8;
    /** Hashes in a full row. */
    static final int WIDTH = 1 << HEIGHT;

    private static final int KEPT = 64;

    private final Handle handle;
    private final Map<String, byte[]> read = new LinkedHashMap<>();

    Tiles(Handle handle) {
        this.handle = handle;
    }

    /** One row, as long as it is. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tile(int level, long position, byte[] hashes) {
        int count() {
            return hashes.length / TreeHash.LENGTH;
        }

        byte[] hash(int index) {
            return Arrays.copyOfRange(hashes, index * TreeHash.LENGTH, (index + 1) * TreeHash.LENGTH);
        }
    }

    static void put(Transaction transaction, Tile tile) {
        transaction.execute(
                "INSERT INTO audit_tiles (level, position, hashes) VALUES (?, ?, ?)"
                        + " ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes",
                tile.level(),
                tile.position(),
                tile.hashes());
    }

    static Optional<Tile> find(Handle handle, int level, long position) {
        return handle.createQuery("SELECT hashes FROM audit_tiles WHERE level = :level AND position = :position")
                .bind("level", level)
                .bind("position", position)
                .map((row, context) -> new Tile(
                        level, position, Optional.ofNullable(row.getBytes(1)).orElseGet(() -> new byte[0])))
                .findOne();
    }

    /** @throws WritException with {@code store_damaged} where the tree does not hold what it should */
    @Override
    public byte[] at(int level, long index) {
        int inside = level % HEIGHT;
        long first = index << inside;
        int offset = (int) (first % WIDTH);
        byte[] hashes = tile(level / HEIGHT, first / WIDTH);
        int end = (offset + (1 << inside)) * TreeHash.LENGTH;
        if (hashes.length < end) {
            throw incomplete(level / HEIGHT, first / WIDTH);
        }
        return combine(Arrays.copyOfRange(hashes, offset * TreeHash.LENGTH, end));
    }

    private byte[] tile(int level, long position) {
        String name = level + "/" + position;
        byte[] known = read.get(name);
        if (known == null) {
            known = find(handle, level, position)
                    .orElseThrow(() -> incomplete(level, position))
                    .hashes();
            if (read.size() >= KEPT) {
                read.remove(read.keySet().iterator().next());
            }
            read.put(name, known);
        }
        return known;
    }

    private static byte[] combine(byte[] hashes) {
        if (hashes.length == TreeHash.LENGTH) {
            return hashes;
        }
        int half = hashes.length / 2;
        return TreeHash.node(
                combine(Arrays.copyOf(hashes, half)), combine(Arrays.copyOfRange(hashes, half, hashes.length)));
    }

    private static WritException incomplete(int level, long position) {
        return new WritException(
                FailureCode.STORE_DAMAGED,
                "The audit tree is not whole: row " + position + " of level " + level + " is missing or too short.",
                "Run `writ audit verify` to see what else was changed, and restore a backup.");
    }
}
