package dev.writ.event.merkle;

import dev.writ.FailureCode;
import dev.writ.SigningKey;
import dev.writ.WritException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Whose signature a note carries: a name and an Ed25519 public key, written as C2SP signed-note writes it, {@code
 * NAME+HASH+KEY}.
 *
 * @param name no spaces, no plus sign
 * @param key its 32 bytes in base64
 */
public record NoteKey(String name, String key) {
    private static final byte ED25519 = 1;
    private static final int ID_LENGTH = 4;

    /** @throws WritException with {@code invalid_arguments} for what is no name or no key */
    public NoteKey {
        if (name.isEmpty() || name.contains("+") || name.chars().anyMatch(c -> c <= ' ' || Character.isSpaceChar(c))) {
            throw notAKey();
        }
        if (decode(key).length != SigningKey.PUBLIC_LENGTH) {
            throw notAKey();
        }
    }

    public static NoteKey of(String name, byte[] publicBytes) {
        return new NoteKey(name, Base64.getEncoder().encodeToString(publicBytes));
    }

    /**
     * Reads what {@link #text()} writes.
     *
     * @throws WritException with {@code invalid_arguments} for anything else
     */
    public static NoteKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        byte[] typed = parts.length == 3 ? decode(parts[2]) : new byte[0];
        if (typed.length != SigningKey.PUBLIC_LENGTH + 1 || typed[0] != ED25519) {
            throw notAKey();
        }
        NoteKey key = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.text().equals(text.strip())) {
            throw notAKey();
        }
        return key;
    }

    /** The key as one line, for others to check signatures with. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /** The four bytes by which a signature says which key made it. */
    byte[] id() {
        byte[] hash = TreeHash.of((name + "\n").getBytes(StandardCharsets.UTF_8), typed());
        return Arrays.copyOf(hash, ID_LENGTH);
    }

    byte[] bytes() {
        return decode(key);
    }

    private byte[] typed() {
        byte[] typed = new byte[SigningKey.PUBLIC_LENGTH + 1];
        typed[0] = ED25519;
        System.arraycopy(bytes(), 0, typed, 1, SigningKey.PUBLIC_LENGTH);
        return typed;
    }

    /** Strictly: text that stands for the same bytes in another way is none. */
    static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static WritException notAKey() {
        return new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "That is no public key of an audit log.",
                "Use the one line that `writ audit key` prints, as it is.");
    }
}
