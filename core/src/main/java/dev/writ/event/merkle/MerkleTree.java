package dev.writ.event.merkle;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs (RFC 6962, sections 2.1 to 2.1.2) from the hashes of complete subtrees. */
public final class MerkleTree {
    private MerkleTree() {}

    /** The root over the first {@code size} leaves. */
    public static byte[] root(Subtrees subtrees, long size) {
        return size == 0 ? TreeHash.empty() : hash(subtrees, 0, size);
    }

    /**
     * What, with the leaf, gives the root over the first {@code size} leaves.
     *
     * @throws IllegalArgumentException where the tree has no such leaf
     */
    public static List<byte[]> inclusion(Subtrees subtrees, long leaf, long size) {
        if (leaf < 0 || leaf >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + leaf);
        }
        List<byte[]> path = new ArrayList<>();
        path(subtrees, leaf, 0, size, path);
        return path;
    }

    /**
     * What shows that the tree of {@code size} leaves begins with that of {@code earlier} ones.
     *
     * @throws IllegalArgumentException unless {@code 0 < earlier <= size}
     */
    public static List<byte[]> consistency(Subtrees subtrees, long earlier, long size) {
        if (earlier <= 0 || earlier > size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves was never one of " + earlier);
        }
        List<byte[]> proof = new ArrayList<>();
        consistency(subtrees, earlier, 0, size, true, proof);
        return proof;
    }

    private static void path(Subtrees subtrees, long leaf, long begin, long end, List<byte[]> path) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (leaf < middle) {
            path(subtrees, leaf, begin, middle, path);
            path.add(hash(subtrees, middle, end));
        } else {
            path(subtrees, leaf, middle, end, path);
            path.add(hash(subtrees, begin, middle));
        }
    }

    private static void consistency(
            Subtrees subtrees, long earlier, long begin, long end, boolean known, List<byte[]> proof) {
        if (earlier == end) {
            if (!known) {
                proof.add(hash(subtrees, begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (earlier <= middle) {
            consistency(subtrees, earlier, begin, middle, known, proof);
            proof.add(hash(subtrees, middle, end));
        } else {
            consistency(subtrees, earlier, middle, end, false, proof);
            proof.add(hash(subtrees, begin, middle));
        }
    }

    private static byte[] hash(Subtrees subtrees, long begin, long end) {
        long size = end - begin;
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return subtrees.at(level, begin >> level);
        }
        long middle = begin + split(size);
        return TreeHash.node(hash(subtrees, begin, middle), hash(subtrees, middle, end));
    }

    /** The largest power of two below the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
