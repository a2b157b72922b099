package dev.writ.event.merkle;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Checks proofs without the tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2). */
public final class Proofs {
    private Proofs() {}

    /** Whether the hash of a leaf stands at this place in the tree of that root. */
    public static boolean includes(byte[] leafHash, long leaf, long size, List<byte[]> path, byte[] root) {
        if (leaf < 0 || leaf >= size) {
            return false;
        }
        long place = leaf;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] beside : path) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                hash = TreeHash.node(beside, hash);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.node(hash, beside);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** Whether the tree of the second root begins with that of the first. */
    public static boolean extendsTree(long earlier, byte[] earlierRoot, long size, byte[] root, List<byte[]> proof) {
        if (earlier <= 0 || earlier > size) {
            return false;
        }
        if (earlier == size) {
            return proof.isEmpty() && Arrays.equals(earlierRoot, root);
        }
        if (proof.isEmpty()) {
            return false;
        }
        long place = earlier - 1;
        long last = size - 1;
        while ((place & 1) == 1) {
            place >>= 1;
            last >>= 1;
        }
        Iterator<byte[]> rest = proof.iterator();
        byte[] first = Long.bitCount(earlier) == 1 ? earlierRoot : rest.next();
        byte[] then = first;
        byte[] now = first;
        while (rest.hasNext()) {
            byte[] beside = rest.next();
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                then = TreeHash.node(beside, then);
                now = TreeHash.node(beside, now);
                while ((place & 1) == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                now = TreeHash.node(now, beside);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(then, earlierRoot) && Arrays.equals(now, root);
    }
}
