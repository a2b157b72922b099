package dev.writ.event.audit;

import dev.writ.event.EventLeaf;
import java.util.List;

/**
 * That an event stands in the log that a checkpoint signed: with it, neither the log nor Writ is needed any more.
 *
 * @param leaf the event in the form that is hashed, JSON
 * @param index its place in the tree, one less than its number
 * @param path hashes from the leaf's neighbour to the root
 * @param checkpoint a signed note
 */
public record InclusionProof(
        long seq, String event, String leaf, long index, long size, List<byte[]> path, String checkpoint) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** What the path begins with. */
    public byte[] leafHash() {
        return EventLeaf.hash(leaf);
    }
}
