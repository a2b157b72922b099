package dev.writ.server.openid;

import dev.writ.BearerSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * Log-ins that have begun here and go on at the provider. Each is used up once, within ten minutes, by the browser that began
 * it. Nothing of them outlives the server. Safe for use by many threads.
 */
final class PendingLogIns {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int MOST = 100;

    private final InstantSource clock;
    private final RandomGenerator random;
    /** By the hash of the state, the oldest first. */
    private final SequencedMap<String, Pending> pending = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param browser hash of the secret that its browser has as a cookie
     * @param nonce must be in the token
     * @param verifier proves that whoever exchanges the code has begun the log-in (RFC 7636)
     * @param redirect to which address of this server the provider sends the browser
     * @param to the page to land on
     */
    record Pending(String browser, String nonce, String verifier, String redirect, String to, Instant expiresAt) {}

    /**
     * @param state goes to the provider and comes back
     * @param browser the secret for the browser to keep
     */
    record Begun(String state, String browser, Pending pending) {}

    /** @param random whose numbers nobody can guess */
    PendingLogIns(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A new one. There are a hundred at most; the oldest goes first.
     *
     * @param known the secret that the browser has already; it stays the same while a log-in of that browser is under way, so
     *     that two tabs do not spoil each other's
     */
    synchronized Begun begin(String redirect, String to, Optional<String> known) {
        Instant now = clock.instant();
        pending.values().removeIf(one -> !now.isBefore(one.expiresAt()));
        String browser = known.filter(secret -> isKnown(BearerSecret.hash(secret)))
                .orElseGet(() -> BearerSecret.fresh("", random));
        if (pending.size() >= MOST) {
            pending.pollFirstEntry();
        }
        String state = BearerSecret.fresh("", random);
        Pending one = new Pending(
                BearerSecret.hash(browser),
                BearerSecret.fresh("", random),
                BearerSecret.fresh("", random),
                redirect,
                to,
                now.plus(LIFETIME));
        pending.put(BearerSecret.hash(state), one);
        return new Begun(state, browser, one);
    }

    private boolean isKnown(String browser) {
        return pending.values().stream().anyMatch(one -> one.browser().equals(browser));
    }

    /**
     * Uses one up. Another browser than the one that began it gets nothing, and spoils nothing.
     *
     * @param browser the secret that the browser has kept
     */
    synchronized Optional<Pending> take(String state, String browser) {
        String key = BearerSecret.hash(state);
        Optional<Pending> found = Optional.ofNullable(pending.get(key))
                .filter(one -> one.browser().equals(BearerSecret.hash(browser)));
        found.ifPresent(_ -> pending.remove(key));
        return found.filter(one -> clock.instant().isBefore(one.expiresAt()));
    }
}
