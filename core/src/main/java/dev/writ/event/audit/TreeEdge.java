package dev.writ.event.audit;

import dev.writ.event.merkle.CompactRange;
import dev.writ.event.merkle.TreeHash;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The growing edge of the tree, with the rows that are not full yet. For use by one thread. */
final class TreeEdge {
    private final CompactRange range;
    private final List<ByteArrayOutputStream> partial = new ArrayList<>();
    private final List<Tiles.Tile> full = new ArrayList<>();

    private TreeEdge(CompactRange range) {
        this.range = range;
    }

    static TreeEdge empty() {
        return new TreeEdge(new CompactRange());
    }

    /** The edge of the tree of that size, as the rows tell it. */
    static TreeEdge of(long size, Tiles tiles) {
        TreeEdge edge = new TreeEdge(CompactRange.of(size, tiles));
        for (int level = 0; size >> (Tiles.HEIGHT * level) > 0; level++) {
            long count = size >> (Tiles.HEIGHT * level);
            for (long index = count - count % Tiles.WIDTH; index < count; index++) {
                edge.partial(level).writeBytes(tiles.at(Tiles.HEIGHT * level, index));
            }
        }
        return edge;
    }

    TreeEdge copy() {
        TreeEdge copy = new TreeEdge(CompactRange.of(range.size(), range.edge()));
        for (int level = 0; level < partial.size(); level++) {
            copy.partial(level).writeBytes(partial.get(level).toByteArray());
        }
        return copy;
    }

    long size() {
        return range.size();
    }

    byte[] root() {
        return range.root();
    }

    void append(byte[] leaf) {
        range.append(leaf, (level, index, hash) -> {
            if (level % Tiles.HEIGHT == 0) {
                keep(level / Tiles.HEIGHT, index, hash);
            }
        });
    }

    private void keep(int level, long index, byte[] hash) {
        ByteArrayOutputStream row = partial(level);
        row.writeBytes(hash);
        if (row.size() == Tiles.WIDTH * TreeHash.LENGTH) {
            full.add(new Tiles.Tile(level, index / Tiles.WIDTH, row.toByteArray()));
            row.reset();
        }
    }

    /** The rows that became full since this was last asked. */
    List<Tiles.Tile> takeFull() {
        List<Tiles.Tile> rows = List.copyOf(full);
        full.clear();
        return rows;
    }

    /** The rows that are begun. */
    List<Tiles.Tile> begun() {
        List<Tiles.Tile> rows = new ArrayList<>();
        for (int level = 0; level < partial.size(); level++) {
            if (partial.get(level).size() > 0) {
                long position = (size() >> (Tiles.HEIGHT * level)) / Tiles.WIDTH;
                rows.add(new Tiles.Tile(level, position, partial.get(level).toByteArray()));
            }
        }
        return rows;
    }

    private ByteArrayOutputStream partial(int level) {
        while (partial.size() <= level) {
            partial.add(new ByteArrayOutputStream(Tiles.WIDTH * TreeHash.LENGTH));
        }
        return partial.get(level);
    }
}
