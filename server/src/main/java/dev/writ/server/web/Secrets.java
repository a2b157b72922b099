package dev.writ.server.web;

import dev.writ.BearerSecret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Secrets that are handed out once and kept as hashes only. */
final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    /** A fresh one, 64 hexadecimal digits. */
    static String fresh(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is kept of it; looking one up by its hash tells nothing about the secret by the time it takes. */
    static String hash(String secret) {
        return BearerSecret.hash(secret);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
