package dev.writ.event.merkle;

import dev.writ.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which checkpoints were made before one. A note has a fixed form with no room for that, so it stands in a line of its own
 * among those of signatures, under a name that nobody else knows a key of and verifiers pass over (C2SP signed-note).
 *
 * @param size leaves that the last of them covers; 0 for none
 * @param hash over all of them, in base64
 */
public record Predecessors(long size, String hash) {
    public static final Predecessors NONE = new Predecessors(0, text(new byte[TreeHash.LENGTH]));

    private static final String NAMED = "/before";
    private static final int ID_LENGTH = 4;
    private static final int LENGTH = ID_LENGTH + Long.BYTES + TreeHash.LENGTH;
    private static final int SIGNATURE_LENGTH = 64;

    /**
     * These and one more.
     *
     * @param named what that one says that was before it
     */
    public Predecessors and(long next, String note, Optional<Predecessors> named) {
        String whole = note
                + named.map(before -> before.size + "\n" + before.hash + "\n").orElse("");
        byte[] leaf = TreeHash.leaf(whole.getBytes(StandardCharsets.UTF_8));
        return new Predecessors(next, text(TreeHash.node(NoteKey.decode(hash), leaf)));
    }

    /** The line that says of a note, signed, that these were before it. */
    public String sign(String note, NoteKey open, SigningKey key) {
        NoteKey name = name(open);
        byte[] signature = key.sign(said(name, note));
        return begin(name)
                + text(ByteBuffer.allocate(LENGTH + SIGNATURE_LENGTH)
                        .put(name.id())
                        .putLong(size)
                        .put(NoteKey.decode(hash))
                        .put(signature)
                        .array())
                + "\n";
    }

    /** What the lines with a note say that was before it; empty where none does that this key signed. */
    public static Optional<Predecessors> read(String note, String lines, NoteKey open) {
        NoteKey name = name(open);
        return lines.lines()
                .filter(line -> line.startsWith(begin(name)))
                .map(line -> NoteKey.decode(line.substring(begin(name).length())))
                .filter(bytes -> bytes.length == LENGTH + SIGNATURE_LENGTH
                        && Arrays.equals(name.id(), Arrays.copyOf(bytes, ID_LENGTH)))
                .flatMap(bytes -> {
                    long size = ByteBuffer.wrap(bytes).getLong(ID_LENGTH);
                    String hash = text(Arrays.copyOfRange(bytes, ID_LENGTH + Long.BYTES, LENGTH));
                    Predecessors read = new Predecessors(size, hash);
                    byte[] signature = Arrays.copyOfRange(bytes, LENGTH, bytes.length);
                    return SigningKey.verify(open.bytes(), read.said(name, note), signature)
                            ? Optional.of(read).stream()
                            : Optional.<Predecessors>empty().stream();
                })
                .findFirst();
    }

    /** The lines but for those of this kind, for who does not check them. */
    public static String without(String lines, NoteKey open) {
        String begin = begin(name(open));
        return lines.lines()
                .filter(line -> !line.startsWith(begin))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Begins with a name that is no log's, so that it can never be taken for a checkpoint. */
    private byte[] said(NoteKey name, String note) {
        return (name.name() + "\n" + size + "\n" + hash + "\n" + note).getBytes(StandardCharsets.UTF_8);
    }

    private static NoteKey name(NoteKey open) {
        return new NoteKey(open.name() + NAMED, open.key());
    }

    private static String begin(NoteKey name) {
        return "\u2014 " + name.name() + " ";
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
