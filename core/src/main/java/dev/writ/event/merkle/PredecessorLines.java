package dev.writ.event.merkle;

import dev.writ.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a checkpoint says which were made before it. A note has a fixed form with no room for that, so it stands in a line of its
 * own among those of signatures, under a name that nobody else knows a key of and verifiers pass over (C2SP signed-note).
 */
public final class PredecessorLines {
    private static final String NAMED = "/chain";
    private static final int ID_LENGTH = 4;
    private static final int SIGNED_AT = ID_LENGTH + Long.BYTES + TreeHash.LENGTH;
    private static final int LENGTH = SIGNED_AT + 64;

    private final NoteKey open;
    private final String name;
    private final byte[] id;
    private final String begin;

    /** @param open of the log */
    public PredecessorLines(NoteKey open) {
        NoteKey own = new NoteKey(open.name() + NAMED, open.key());
        this.open = open;
        this.name = own.name();
        this.id = own.id();
        this.begin = "\u2014 " + own.name() + " ";
    }

    String sign(Predecessors before, String note, SigningKey key) {
        return begin
                + Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(LENGTH)
                                .put(id)
                                .putLong(before.size())
                                .put(NoteKey.decode(before.hash()))
                                .put(key.sign(signed(before, note)))
                                .array())
                + "\n";
    }

    /** Begins with a name that is no log's, so that it can never be taken for a checkpoint. */
    private byte[] signed(Predecessors before, String note) {
        return (name + "\n" + before.size() + "\n" + before.hash() + "\n" + note).getBytes(StandardCharsets.UTF_8);
    }

    /** Of the lines with a note the one that says what was before it, whoever wrote it; the empty text where none does. */
    public String of(String lines) {
        return lines.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
    }

    /** What such a line says, whether or not it was signed; empty where it says nothing. */
    public Optional<Predecessors> said(String line) {
        return bytes(line).map(PredecessorLines::said);
    }

    /** What such a line says of a note; empty where the log's key did not sign that. */
    public Optional<Predecessors> signed(String line, String note) {
        return bytes(line)
                .filter(bytes -> SigningKey.verify(
                        open.bytes(), signed(said(bytes), note), Arrays.copyOfRange(bytes, SIGNED_AT, LENGTH)))
                .map(PredecessorLines::said);
    }

    private Optional<byte[]> bytes(String line) {
        return Optional.of(line)
                .filter(text -> text.startsWith(begin))
                .map(text -> NoteKey.decode(text.substring(begin.length())))
                .filter(bytes -> bytes.length == LENGTH && Arrays.equals(id, Arrays.copyOf(bytes, ID_LENGTH)));
    }

    private static Predecessors said(byte[] bytes) {
        byte[] hash = Arrays.copyOfRange(bytes, ID_LENGTH + Long.BYTES, SIGNED_AT);
        return new Predecessors(
                ByteBuffer.wrap(bytes).getLong(ID_LENGTH), Base64.getEncoder().encodeToString(hash));
    }

    /** The lines but for those of this kind, for who does not check them. */
    public String without(String lines) {
        return lines.lines()
                .filter(line -> !line.startsWith(begin))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
