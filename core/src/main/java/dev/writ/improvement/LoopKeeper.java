package dev.writ.improvement;

import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
    private final Thread thread;
    private Instant nextProposals = Instant.MIN;
    private volatile boolean closed;

    public LoopKeeper(EventLog events, ImprovementLoop loop, InstantSource clock) {
        this.events = events;
        this.loop = loop;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("writ-improvement").unstarted(this::run);
    }

    public void start() {
        nextProposals = clock.instant().plus(BETWEEN_PROPOSALS);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                long seen = events.lastSeq();
                if (!clock.instant().isBefore(nextProposals)) {
                    nextProposals = clock.instant().plus(BETWEEN_PROPOSALS);
                    loop.propose();
                }
                if (!loop.advance()) {
                    events.feed().next(NEWS.after(seen), LONGEST_SLEEP);
                }
                Thread.sleep(SHORTEST_SLEEP);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed || !pause(e)) {
                    return;
                }
            }
        }
    }

    private static boolean pause(RuntimeException thrown) {
        LOG.log(Level.WARNING, "what is on trial could not be looked at; it is tried again", thrown);
        try {
            Thread.sleep(AFTER_A_FAILURE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
