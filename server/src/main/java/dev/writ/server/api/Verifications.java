package dev.writ.server.api;

import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.OutsideCheckpoint;
import dev.writ.event.audit.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks of the log, one at a time, since each reads all of it: whoever asks while one is under way waits for the next,
 * which is made once for all of them. Safe for use by many threads.
 */
final class Verifications {
    private final AuditLog audit;
    private Optional<Verification> last = Optional.empty();
    private long begun;

    Verifications(AuditLog audit) {
        this.audit = audit;
    }

    /** What came of one that began after this was called. */
    Verification fresh() {
        long asked = System.nanoTime();
        synchronized (this) {
            if (last.isEmpty() || begun - asked < 0) {
                last = Optional.empty();
                begun = System.nanoTime();
                last = Optional.of(audit.verify());
            }
            return last.get();
        }
    }

    /** What came of one that is not older. */
    synchronized Verification within(Duration age) {
        return audit.verifiedWithin(age);
    }

    /** What comes of one that these have to agree with. */
    synchronized Verification against(List<OutsideCheckpoint> checkpoints) {
        return audit.verify(checkpoints);
    }
}
