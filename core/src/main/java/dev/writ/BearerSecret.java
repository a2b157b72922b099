package dev.writ;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Secrets that whoever shows them is let in by. They are 256 random bits, so one round of SHA-256 is enough to keep. */
public final class BearerSecret {
    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    private BearerSecret() {}

    /** A fresh one: the prefix and 43 characters of base64url. */
    public static String fresh(String prefix, RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether a text could be one with this prefix. */
    public static boolean hasForm(String prefix, String text) {
        return text.length() == prefix.length() + CHARACTERS
                && text.startsWith(prefix)
                && text.chars().skip(prefix.length()).allMatch(BearerSecret::isBase64Url);
    }

    private static boolean isBase64Url(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** What is kept of it, in hexadecimal digits; looking one up by its hash tells nothing by the time it takes. */
    public static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
