package dev.writ.event.merkle;

/** Where the hashes of a tree are kept. */
@FunctionalInterface
public interface Subtrees {
    /** The root over the {@code 2^level} leaves from {@code index * 2^level} on, all of which exist. Level 0: a leaf's hash. */
    byte[] at(int level, long index);
}
