package dev.writ.store.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** SHA-256 over rows: of each value its kind, its length and its bytes. For use by one thread. */
final class RowDigest {
    private final MessageDigest digest;
    private long rows;

    RowDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void add(@Nullable Object[] values) {
        rows++;
        for (Object value : values) {
            switch (value) {
                case null -> add('0', new byte[0]);
                case String text -> add('t', text.getBytes(StandardCharsets.UTF_8));
                case Long number -> add('n', eight(number));
                case Double number -> add('f', eight(Double.doubleToLongBits(number)));
                case byte[] bytes -> add('b', bytes);
                case Boolean truth -> add('y', eight(truth ? 1 : 0));
                case Instant moment -> add('m', eight(moment.toEpochMilli()));
                case Object other -> throw new IllegalStateException("a value of " + other.getClass());
            }
        }
    }

    private static byte[] eight(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private void add(char kind, byte[] bytes) {
        digest.update((byte) kind);
        digest.update(eight(bytes.length));
        digest.update(bytes);
    }

    long rows() {
        return rows;
    }

    /** In hex; what was added before counts no more. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
