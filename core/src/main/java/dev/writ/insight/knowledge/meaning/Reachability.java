package dev.writ.insight.knowledge.meaning;

import dev.writ.model.provider.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Whether an embedding model may be asked: after a failure not for a while, longer each time. Says once that it fails, and
 * once that it is back. Safe for use by many threads.
 */
final class Reachability {
    private static final Logger LOG = System.getLogger(Meaning.class.getName());
    /** Whatever a provider asks for. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final String consequence;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final InstantSource clock;
    private int failures;
    private Instant next = Instant.MIN;

    /** @param consequence what a failure means for those who read the log */
    Reachability(String consequence, Backoff backoff, RandomGenerator random, InstantSource clock) {
        this.consequence = consequence;
        this.backoff = backoff;
        this.random = random;
        this.clock = clock;
    }

    /** How long nobody is to ask; zero where somebody may. */
    synchronized Duration pause() {
        Instant now = clock.instant();
        return now.isBefore(next) ? Duration.between(now, next) : Duration.ZERO;
    }

    synchronized void failed(String why, Duration asked) {
        failures++;
        Duration own = backoff.after(failures, random);
        Duration pause = own.compareTo(asked) >= 0 ? own : asked;
        next = clock.instant().plus(pause.compareTo(LONGEST) <= 0 ? pause : LONGEST);
        if (failures == 1) {
            LOG.log(Level.WARNING, "{0} {1} It is tried again.", why, consequence);
        }
    }

    synchronized void worked() {
        if (failures > 0) {
            LOG.log(Level.INFO, "The embedding model answers again.");
        }
        failures = 0;
        next = Instant.MIN;
    }
}
