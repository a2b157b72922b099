package dev.writ.server.web;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** Tokens of log-in links: each opens one session, once, within ten minutes. Safe for use by many threads. */
public final class LoginLinks {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MOST = 20;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final SequencedMap<String, Open> open = new LinkedHashMap<>();
    private final WrongTries wrong;

    private record Open(String person, Instant expiresAt) {}

    /** @param expiresAt when it can no longer be used */
    public record Link(String token, Instant expiresAt) {}

    LoginLinks(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.wrong = new WrongTries(clock);
        this.random = random;
    }

    /**
     * A new one for a person. There are twenty at most; the oldest goes first.
     *
     * @param person their name
     */
    public synchronized Link create(String person) {
        if (open.size() >= MOST) {
            open.pollFirstEntry();
        }
        Link link = new Link(Secrets.fresh(random), clock.instant().plus(LIFETIME));
        open.put(Secrets.hash(link.token()), new Open(person, link.expiresAt()));
        return link;
    }

    /**
     * Uses a token up; the name of whom it lets in.
     *
     * @throws WritException with {@code unauthenticated} where it was never given out, was used before or is too old;
     *     with {@code limit_reached} after ten failures within a minute, whatever the token
     */
    synchronized String redeem(String token) {
        Instant now = clock.instant();
        if (wrong.areTooMany()) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "Too many log-in links were wrong.",
                    "Wait a minute, then get a new one with `writ open`.");
        }
        Open link = open.remove(Secrets.hash(token));
        if (link == null || link.expiresAt().isBefore(now)) {
            wrong.add();
            throw new WritException(
                    FailureCode.UNAUTHENTICATED,
                    "This log-in link was used before, or is too old; or the token is nobody's.",
                    "Get a new link with `writ open`, or a token from an administrator.");
        }
        return link.person();
    }
}
