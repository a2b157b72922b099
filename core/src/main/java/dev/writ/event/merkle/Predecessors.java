package dev.writ.event.merkle;

import dev.writ.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Which checkpoints were made before one.
 *
 * @param size leaves that the last of them covers; 0 for none
 * @param hash over all of them, in base64
 */
public record Predecessors(long size, String hash) {
    public static final Predecessors NONE =
            new Predecessors(0, Base64.getEncoder().encodeToString(new byte[TreeHash.LENGTH]));

    /**
     * These and one more.
     *
     * @param line what that one says was before it, as {@link PredecessorLines#of} finds it: no byte of it can be changed any
     *     more either
     */
    public Predecessors and(long next, String note, String line) {
        byte[] leaf = TreeHash.leaf((note + line).getBytes(StandardCharsets.UTF_8));
        byte[] all = TreeHash.node(NoteKey.decode(hash), leaf);
        return new Predecessors(next, Base64.getEncoder().encodeToString(all));
    }

    /** The line that says of a note, signed, that these were before it. */
    public String sign(String note, NoteKey open, SigningKey key) {
        return new PredecessorLines(open).sign(this, note, key);
    }
}
