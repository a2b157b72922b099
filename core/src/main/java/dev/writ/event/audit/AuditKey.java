package dev.writ.event.audit;

import dev.writ.SigningKey;
import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.Predecessors;
import dev.writ.event.merkle.TreeHash;
import java.nio.file.Path;
import java.util.HexFormat;

/** The key that checkpoints are signed with. It names the log as well, so that no other log's checkpoint can pass for it. */
public final class AuditKey {
    private static final int NAMED_BY = 4;

    private final SigningKey key;
    private final NoteKey open;

    private AuditKey(SigningKey key) {
        this.key = key;
        byte[] hash = TreeHash.of(key.publicBytes(), new byte[0]);
        this.open = NoteKey.of("writ/" + HexFormat.of().formatHex(hash, 0, NAMED_BY), key.publicBytes());
    }

    /** Reads the key, or makes one where there is none; as {@link SigningKey#open}. */
    public static AuditKey open(Path file) {
        return new AuditKey(SigningKey.open(file, "checkpoints"));
    }

    /** What others check checkpoints with. */
    public NoteKey publicKey() {
        return open;
    }

    /** What marks events as written by who has this key. */
    Seals seals() {
        return new Seals(key.derive("writ seals of events"));
    }

    String sign(long size, byte[] root) {
        return Checkpoint.of(open.name(), size, root).sign(key);
    }

    /** The line that says of a note which checkpoints were before it. */
    String sign(Predecessors before, String note) {
        return before.sign(note, open, key);
    }
}
