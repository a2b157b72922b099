package dev.writ.server.openid;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The provider's keys, kept for a while. They are fetched anew when they grow old, or when a token names one that is not
 * among them, as after a rotation; but never more often than every {@link #PAUSE}, whatever tokens come.
 */
final class ProviderKeys {
    /** From this age on they are fetched anew when next needed, and used all the same where that fails. */
    static final Duration FRESH = Duration.ofMinutes(5);
    /** From this age on they are not used: a key that the provider has withdrawn counts no longer than this. */
    static final Duration LONGEST = Duration.ofMinutes(15);
    /** Between one look at the provider and the next. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(ProviderKeys.class.getName());

    private final Source source;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Optional<Fetched> kept = Optional.empty();
    private volatile Instant nextLook = Instant.MIN;
    private volatile String trouble = "it was not asked yet";

    /** Where keys come from. */
    interface Source {
        List<JWK> keys() throws ProviderUnavailable;
    }

    private record Fetched(List<JWK> keys, Instant at) {}

    ProviderKeys(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The keys that a token with this header may be signed with; empty where the provider has none.
     *
     * @throws ProviderUnavailable where its keys are not known, or have been known for too long
     */
    List<JWK> matching(JWSHeader header) throws ProviderUnavailable {
        Optional<Fetched> now = kept;
        if (now.isEmpty()) {
            look(now);
        } else if (age(now.get()).compareTo(FRESH) >= 0 && fetching.tryLock()) {
            // Whoever comes meanwhile goes on with the keys that are there.
            try {
                look(now);
            } finally {
                fetching.unlock();
            }
        }
        List<JWK> found = select(header, usable());
        if (found.isEmpty()) {
            look(kept);
            found = select(header, usable());
        }
        return found;
    }

    private List<JWK> usable() throws ProviderUnavailable {
        Optional<Fetched> now = kept.filter(keys -> age(keys).compareTo(LONGEST) < 0);
        if (now.isEmpty()) {
            throw new ProviderUnavailable(trouble);
        }
        return now.get().keys();
    }

    private static List<JWK> select(JWSHeader header, List<JWK> keys) {
        return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(new JWKSet(keys));
    }

    /** Asks the provider, unless that has been done since the caller looked, or a moment ago. */
    private void look(Optional<Fetched> seen) {
        fetching.lock();
        try {
            if (kept.equals(seen) && !clock.instant().isBefore(nextLook)) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        try {
            kept = Optional.of(new Fetched(source.keys(), clock.instant()));
        } catch (ProviderUnavailable e) {
            trouble = String.valueOf(e.getMessage());
            LOG.log(Level.WARNING, "The OpenID provider could not be asked for its keys: {0}.", trouble);
        } finally {
            nextLook = clock.instant().plus(PAUSE);
        }
    }

    private Duration age(Fetched keys) {
        return Duration.between(keys.at(), clock.instant());
    }
}
