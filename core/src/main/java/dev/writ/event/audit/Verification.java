package dev.writ.event.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of checking the log.
 *
 * @param first number of the first event that is kept; more than 1 where earlier ones were pruned
 * @param last number of the last event; 0 for an empty log
 * @param rows records of calls, grants and approvals that were compared with what the events tell of them
 * @param redacted events whose data were taken out
 * @param checkpoint the last one whose signature and root hold
 * @param findings what is wrong; none: all of it holds
 * @param more findings that are left out of the list
 * @param notes what to know about a log that holds
 */
public record Verification(
        Instant checkedAt,
        Duration took,
        long first,
        long last,
        long rows,
        long redacted,
        Optional<SignedTree> checkpoint,
        List<Finding> findings,
        long more,
        List<String> notes) {
    /**
     * What is signed.
     *
     * @param size events that are covered
     * @param root in base64
     */
    public record SignedTree(long size, String root, Instant madeAt) {}

    /** Of a log in which nothing has been written yet. */
    public static Verification ofNothing(Instant checkedAt) {
        return new Verification(
                checkedAt,
                Duration.ZERO,
                1,
                0,
                0,
                0,
                Optional.empty(),
                List.of(),
                0,
                List.of("Nothing is written yet."));
    }

    public boolean holds() {
        return findings.isEmpty();
    }

    /** Events that no checkpoint covers yet. */
    public long unsigned() {
        return last - Math.min(last, checkpoint.map(SignedTree::size).orElse(0L));
    }

    /** In one sentence. */
    public String sentence() {
        return holds()
                ? "The log verifies: " + (last == 0 ? 0 : last - first + 1) + " events and " + rows
                        + " records are as they were written."
                : "The log does not verify: " + findings.getFirst().sentence()
                        + (findings.size() + more > 1 ? " And " + (findings.size() + more - 1) + " more." : "");
    }
}
