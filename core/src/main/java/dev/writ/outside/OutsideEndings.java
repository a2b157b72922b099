package dev.writ.outside;

import dev.writ.BackgroundLoop;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;

/** Ends the tasks of outside agents when the last token for them expires. Sleeps until the next one does. */
public final class OutsideEndings implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OutsideEndings.class.getName());
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private final EventLog events;
    private final InstantSource clock;
    private final AccessTokens tokens;
    private final OutsideAgents agents;
    private final BackgroundLoop loop;

    public OutsideEndings(EventLog events, InstantSource clock, AccessTokens tokens, OutsideAgents agents) {
        this.events = events;
        this.clock = clock;
        this.tokens = tokens;
        this.agents = agents;
        this.loop = BackgroundLoop.of(
                LOG,
                "writ-outside-endings",
                "what no access token leads to could not be ended",
                AFTER_A_FAILURE,
                this::step);
    }

    public void start() {
        loop.start();
    }

    private void step() throws InterruptedException {
        long seen = events.lastSeq();
        agents.endAbandoned();
        sleep(seen);
    }

    /** Until the next token expires, or a new one comes, which may expire earlier. */
    private void sleep(long seen) throws InterruptedException {
        Duration sleep = tokens.nextExpiry()
                .map(expiry -> Duration.between(clock.instant(), expiry))
                .filter(until -> until.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
        events.feed()
                .next(
                        EventFilter.all().ofType("token").after(seen).atMost(1),
                        sleep.isNegative() ? Duration.ZERO : sleep);
    }

    @Override
    public void close() {
        loop.close();
    }
}
