package dev.writ.event.merkle;

import java.util.ArrayList;
import java.util.List;

/** The right edge of a growing tree: all that is needed to append and to know the root. For use by one thread. */
public final class CompactRange {
    private final List<byte[]> edge = new ArrayList<>();
    private long size;

    /** Hears of each subtree that an appended leaf completes, the leaf itself included. */
    @FunctionalInterface
    public interface Completed {
        void subtree(int level, long index, byte[] hash);
    }

    /** A tree without leaves. */
    public CompactRange() {}

    /**
     * The first {@code size} leaves of a tree.
     *
     * @param subtrees hashes of complete subtrees, the largest first, one for each bit of the size
     */
    public static CompactRange of(long size, List<byte[]> subtrees) {
        if (subtrees.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("the edge of a tree of " + size + " leaves has other subtrees");
        }
        CompactRange range = new CompactRange();
        range.size = size;
        range.edge.addAll(subtrees);
        return range;
    }

    /** The first {@code size} leaves of a tree that is kept somewhere. */
    public static CompactRange of(long size, Subtrees subtrees) {
        List<byte[]> edge = new ArrayList<>();
        long begin = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >> level & 1) == 1) {
                edge.add(subtrees.at(level, begin >> level));
                begin += 1L << level;
            }
        }
        return of(size, edge);
    }

    public long size() {
        return size;
    }

    /** Hashes of complete subtrees, the largest first. */
    public List<byte[]> edge() {
        return List.copyOf(edge);
    }

    public void append(byte[] leafHash) {
        append(leafHash, (level, index, hash) -> {});
    }

    public void append(byte[] leafHash, Completed completed) {
        byte[] hash = leafHash;
        completed.subtree(0, size, hash);
        for (int level = 0; (size >> level & 1) == 1; level++) {
            hash = TreeHash.node(edge.removeLast(), hash);
            completed.subtree(level + 1, size >> (level + 1), hash);
        }
        edge.add(hash);
        size++;
    }

    public byte[] root() {
        if (edge.isEmpty()) {
            return TreeHash.empty();
        }
        byte[] root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = TreeHash.node(edge.get(i), root);
        }
        return root;
    }
}
