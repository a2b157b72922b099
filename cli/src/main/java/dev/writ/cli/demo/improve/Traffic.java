package dev.writ.cli.demo.improve;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.cli.demo.Facts;
import dev.writ.cli.demo.Requests;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * People who ask for their work, again and again: real requests, handed in through the API. Their keys count on from what
 * is on record, so that a run that goes on repeats none.
 */
final class Traffic {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;

    private final Requests requests;
    private final Facts facts;
    private final Premises premises;
    private final Runnable meanwhile;

    /** @param meanwhile is called again and again while there is nothing to do but wait */
    Traffic(Requests requests, Facts facts, Premises premises, Runnable meanwhile) {
        this.requests = requests;
        this.facts = facts;
        this.premises = premises;
        this.meanwhile = meanwhile;
    }

    /** Keys of the requests of this kind and purpose, as a pattern. */
    static String keys(String purpose, Work work) {
        return Requests.submissionKey(purpose + "-" + work.title() + "-%");
    }

    /** Hands in so many of each in all, those that were handed in before included, and waits for the end of all. */
    void inAll(String purpose, List<Work> works, int count) throws InterruptedException {
        for (Work work : works) {
            for (int number = handedIn(purpose, work) + 1; number <= count; number++) {
                submit(purpose, work, number);
                if (number % work.atOnce() == 0) {
                    awaitRequests();
                }
            }
        }
        awaitRequests();
    }

    /** Hands in some more of each, and waits for their end. */
    void more(String purpose, List<Work> works) throws InterruptedException {
        for (Work work : works) {
            int before = handedIn(purpose, work);
            for (int number = 1; number <= work.aRound(); number++) {
                submit(purpose, work, before + number);
                if (number % work.atOnce() == 0) {
                    awaitRequests();
                }
            }
        }
        awaitRequests();
    }

    int handedIn(String purpose, Work work) {
        return Math.toIntExact(facts.count(
                "SELECT COUNT(*) FROM trees WHERE submission_key LIKE :keys", Map.of("keys", keys(purpose, work))));
    }

    private void submit(String purpose, Work work, int number) {
        requests.submit(
                purpose + "-" + work.title() + "-" + number,
                work.request(),
                work.submission(premises.workspace(work)),
                work.allow());
    }

    /** Waits for the end of what people handed in. */
    private void awaitRequests() throws InterruptedException {
        await("SELECT COUNT(*) FROM trees WHERE finished_at IS NULL AND submission_key LIKE 'demo-%'");
    }

    /** Waits for that and for the end of what is run again for experiments. */
    void awaitQuiet() throws InterruptedException {
        await("SELECT COUNT(*) FROM trees r WHERE finished_at IS NULL "
                + "AND (submission_key LIKE 'demo-%' OR EXISTS (SELECT 1 FROM tree_versions v WHERE v.tree = r.id))");
    }

    private void await(String open) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (facts.count(open, Map.of()) > 0) {
            if (System.nanoTime() > deadline) {
                throw new WritException(
                        FailureCode.TIMED_OUT,
                        "Requests of the demonstration did not end within " + LONGEST.toMinutes() + " minutes.",
                        "Start the demo again: it goes on where it was.");
            }
            meanwhile.run();
            Thread.sleep(POLL_MILLIS);
        }
    }
}
