package dev.writ.event.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of a Merkle tree with SHA-256 (RFC 6962, section 2.1): leaves and nodes can never be taken for each other. */
public final class TreeHash {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private TreeHash() {}

    /** The root of a tree without leaves. */
    public static byte[] empty() {
        return sha256().digest();
    }

    public static byte[] leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return digest.digest(entry);
    }

    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /** Plain SHA-256 over two texts of bytes, one after the other. */
    public static byte[] of(byte[] first, byte[] second) {
        MessageDigest digest = sha256();
        digest.update(first);
        return digest.digest(second);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
