package dev.writ.improvement;

import dev.writ.BackgroundLoop;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Has the loop look whenever a task has ended or a person has decided, and asks for proposals now and then. */
public final class LoopKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LoopKeeper.class.getName());
    private static final EventFilter NEWS =
            EventFilter.all().ofKinds("task", "experiment").atMost(1);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(200);
    private static final Duration BETWEEN_PROPOSALS = Duration.ofMinutes(10);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    private final EventLog events;
    private final ImprovementLoop loop;
    private final InstantSource clock;
    private final BackgroundLoop looks;
    private Instant nextProposals = Instant.MIN;

    public LoopKeeper(EventLog events, ImprovementLoop loop, InstantSource clock) {
        this.events = events;
        this.loop = loop;
        this.clock = clock;
        this.looks = BackgroundLoop.of(
                LOG, "writ-improvement", "what is on trial could not be looked at", AFTER_A_FAILURE, this::step);
    }

    public void start() {
        nextProposals = clock.instant().plus(BETWEEN_PROPOSALS);
        looks.start();
    }

    private void step() throws InterruptedException {
        long seen = events.lastSeq();
        if (!clock.instant().isBefore(nextProposals)) {
            nextProposals = clock.instant().plus(BETWEEN_PROPOSALS);
            loop.propose();
        }
        if (!loop.advance()) {
            events.feed().next(NEWS.after(seen), LONGEST_SLEEP);
        }
        Thread.sleep(SHORTEST_SLEEP);
    }

    @Override
    public void close() {
        looks.close();
    }
}
