package dev.writ.server.backup;

import dev.writ.FailureCode;
import dev.writ.SigningKey;
import dev.writ.WritException;
import dev.writ.event.audit.LogVerifier;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import dev.writ.event.merkle.NoteKey;
import dev.writ.store.SqliteCopy;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a copy of a database turned out to be.
 *
 * @param schema its version
 * @param log what came of checking its audit log; empty where there was no key to check it with
 */
record CopyCheck(int schema, Optional<Verification> log) {
    /** With which nothing is signed. */
    private static final NoteKey NOBODY_S = NoteKey.of("nobody", new byte[SigningKey.PUBLIC_LENGTH]);

    /**
     * Reads all of the copy: every page and reference, then the whole audit log.
     *
     * @param checkpoint that lay beside the database when it was copied
     * @throws WritException with {@code store_damaged} where it is no sound database, {@code store_newer} where a newer Writ
     *     wrote it
     */
    static CopyCheck of(Path database, Optional<NoteKey> key, Optional<String> checkpoint, Instant now) {
        int schema = SqliteCopy.check(database);
        List<OutsideCheckpoint> outside = checkpoint
                .map(note -> new OutsideCheckpoint("the data folder", note))
                .map(List::of)
                .orElse(List.of());
        return new CopyCheck(schema, SqliteStore.inspect(database, handle -> verify(handle, key, outside, now)));
    }

    /** Checks the audit log that the handle sees; empty where it is signed and there is no key to check that with. */
    static Optional<Verification> verify(
            Handle handle, Optional<NoteKey> key, List<OutsideCheckpoint> outside, Instant now) {
        Optional<NoteKey> known =
                key.or(() -> outside.isEmpty() && isUnsigned(handle) ? Optional.of(NOBODY_S) : Optional.empty());
        return known.map(open -> LogVerifier.verify(handle, open, outside, now));
    }

    /** As in the first seconds of a new data folder. */
    private static boolean isUnsigned(Handle handle) {
        return handle.createQuery("SELECT NOT EXISTS (SELECT 1 FROM audit_checkpoints)")
                .mapTo(Boolean.class)
                .one();
    }

    boolean verified() {
        return log.filter(Verification::holds).isPresent();
    }

    String sentence() {
        return log.map(Verification::sentence).orElse("The log was not checked: there is no key to check it with.");
    }

    /** @throws WritException with {@code store_damaged} where the log does not verify */
    void requireVerified(String what) {
        if (!verified()) {
            throw new WritException(
                    FailureCode.STORE_DAMAGED,
                    what + ": " + sentence(),
                    "See what `writ audit verify` says; --unverified goes on all the same.");
        }
    }
}
