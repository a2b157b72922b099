package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Transaction;

/**
 * The requests that wait to be begun, as far as more are taken. One that somebody hands in is taken while they have fewer in
 * the line than there are places left. So one person alone fills half of it; and because whoever has nothing in it needs only
 * one free place, no number of people who take all they can keeps another one out: of N such people each has one part of
 * N + 1, and as much stays free.
 */
final class WaitingLine {
    private final int places;

    WaitingLine(int places) {
        this.places = places;
    }

    /**
     * Looks whether one more may be put in, as part of the transaction that does so.
     *
     * @param by who hands it in
     * @throws WritException with {@code limit_reached}
     */
    void checkRoom(Transaction transaction, String by) {
        int taken = taken(transaction);
        if (taken >= places) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    places + " requests wait to be begun; no more are taken.",
                    "Hand it in again later. The setting queued_requests says how many may wait.");
        }
        int free = places - taken;
        // Nobody can have more in it than are in it: most of the time nothing needs to be counted.
        if (taken < free) {
            return;
        }
        int own = takenBy(transaction, by);
        if (own >= free) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "The line of what waits to be begun holds " + own + " of yours and has room for " + free
                            + " more, and nobody may have more in it than others find free.",
                    "Hand it in again when some of yours were begun, or cancel some. The setting queued_requests says how"
                            + " many may wait in all.");
        }
    }

    private int taken(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT COUNT(*)
                        FROM (SELECT 1 FROM tasks WHERE state = 'created' AND parent = '' LIMIT :most) AS queued
                        """)
                .bind("most", places)
                .mapTo(Integer.class)
                .one();
    }

    private static int takenBy(Transaction transaction, String by) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT COUNT(*) FROM tasks JOIN trees ON trees.id = tasks.tree
                        WHERE tasks.state = 'created' AND tasks.parent = '' AND trees.submitted_by = :by
                        """)
                .bind("by", by)
                .mapTo(Integer.class)
                .one();
    }
}
