package dev.writ.event.merkle;

import dev.writ.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a log was at a size, in the words that are signed (C2SP tlog-checkpoint): three lines with origin, size and root.
 *
 * @param origin which log
 * @param size leaves of the tree
 * @param root its hash in base64
 */
public record Checkpoint(String origin, long size, String root) {
    private static final String SIGNED_BY = "\u2014 ";
    private static final int SIGNATURE_LENGTH = 64;

    public static Checkpoint of(String origin, long size, byte[] root) {
        return new Checkpoint(origin, size, Base64.getEncoder().encodeToString(root));
    }

    public byte[] rootHash() {
        return NoteKey.decode(root);
    }

    /** The text that is signed. */
    public String body() {
        return origin + "\n" + size + "\n" + root + "\n";
    }

    /** The note: the body, an empty line, the signature. */
    public String sign(SigningKey key) {
        byte[] signature = key.sign(body().getBytes(StandardCharsets.UTF_8));
        NoteKey name = NoteKey.of(origin, key.publicBytes());
        byte[] named = Arrays.copyOf(name.id(), name.id().length + signature.length);
        System.arraycopy(signature, 0, named, name.id().length, signature.length);
        return body() + "\n" + SIGNED_BY + origin + " " + Base64.getEncoder().encodeToString(named) + "\n";
    }

    /** The checkpoint of a note that this key signed; empty for anything else, be it another key or one byte. */
    public static Optional<Checkpoint> verify(String note, NoteKey key) {
        return parse(note)
                .filter(read -> read.origin().equals(key.name()))
                .filter(read -> note.startsWith(read.body() + "\n"))
                .filter(read -> signatures(note).stream().anyMatch(line -> signed(read, line, key)));
    }

    /** What a note says, whoever signed it; empty for what is no checkpoint. */
    public static Optional<Checkpoint> parse(String note) {
        String[] lines = note.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        Checkpoint read = new Checkpoint(lines[0], Long.parseLong(lines[1]), lines[2]);
        return read.rootHash().length == TreeHash.LENGTH ? Optional.of(read) : Optional.empty();
    }

    /** The lines below a note's text that have the form of signatures, whosever. */
    public static List<String> signatures(String note) {
        return note.lines()
                .filter(line -> line.matches("\u2014 [^\\s+]+ [A-Za-z0-9+/]+=*"))
                .toList();
    }

    private static boolean signed(Checkpoint read, String line, NoteKey key) {
        String begin = SIGNED_BY + key.name() + " ";
        if (!line.startsWith(begin)) {
            return false;
        }
        byte[] named = NoteKey.decode(line.substring(begin.length()));
        return named.length == key.id().length + SIGNATURE_LENGTH
                && Arrays.equals(key.id(), Arrays.copyOf(named, key.id().length))
                && SigningKey.verify(
                        key.bytes(),
                        read.body().getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOfRange(named, key.id().length, named.length));
    }
}
