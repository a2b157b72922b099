package dev.writ.event.audit;

import dev.writ.event.CanonicalText;
import dev.writ.event.EventLeaf;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks on events that only who has the log's key can make, so that nodes which share a database know each other's events
 * from those that somebody else put there: the first 16 bytes of HMAC-SHA256 over all of the event that its leaf holds. Safe
 * for use by many threads.
 */
final class Seals {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 16;

    private final SecretKeySpec secret;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

    Seals(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    byte[] of(CanonicalText unsealed) {
        return Arrays.copyOf(macs.get().doFinal(unsealed.bytes()), LENGTH);
    }

    /** Whether an event, read by {@link EventLeaf#COLUMNS}, is as a node wrote it. */
    boolean hold(ResultSet row) throws SQLException {
        byte[] seal = Optional.ofNullable(row.getBytes(17)).orElseGet(() -> new byte[0]);
        return MessageDigest.isEqual(seal, of(EventLeaf.unsealed(row, StoredLeaf.dataHash(row))));
    }
}
