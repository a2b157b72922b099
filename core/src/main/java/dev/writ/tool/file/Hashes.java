package dev.writ.tool.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what lies at a path, in hexadecimal. */
final class Hashes {
    private Hashes() {}

    static String of(String kind, byte[] content) {
        MessageDigest digest = sha256();
        digest.update((kind + "\0").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    /** A hash over pairs of a name and something known of it. */
    static final class Lines {
        private final MessageDigest digest = sha256();

        Lines(String kind) {
            add(kind, "");
        }

        void add(String name, String known) {
            // A name holds no zero, so no two lists of pairs give the same bytes. UTF-16 keeps names that are no UTF-8.
            digest.update((name + "\0" + known + "\0").getBytes(StandardCharsets.UTF_16BE));
        }

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
