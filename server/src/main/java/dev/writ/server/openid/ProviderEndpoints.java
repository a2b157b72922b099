package dev.writ.server.openid;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The provider's endpoints, kept as long as its keys are, so that whoever asks to log in makes nobody ask the provider often.
 * Safe for use by many threads.
 */
final class ProviderEndpoints {
    private static final System.Logger LOG = System.getLogger(ProviderEndpoints.class.getName());

    private final Source source;
    private final InstantSource clock;
    private Optional<Endpoints> kept = Optional.empty();
    private Instant fetchedAt = Instant.MIN;
    private Instant nextLook = Instant.MIN;
    private String trouble = "it was not asked yet";

    /** Where they come from. */
    interface Source {
        Endpoints endpoints() throws ProviderUnavailable;
    }

    ProviderEndpoints(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** @throws ProviderUnavailable where they are not known, or have been known for too long */
    synchronized Endpoints get() throws ProviderUnavailable {
        Instant now = clock.instant();
        if (!isYoungerThan(ProviderKeys.FRESH, now) && !now.isBefore(nextLook)) {
            look(now);
        }
        if (!isYoungerThan(ProviderKeys.LONGEST, now)) {
            throw new ProviderUnavailable(trouble);
        }
        return kept.orElseThrow(() -> new ProviderUnavailable(trouble));
    }

    private void look(Instant now) {
        nextLook = now.plus(ProviderKeys.PAUSE);
        try {
            kept = Optional.of(source.endpoints());
            fetchedAt = now;
        } catch (ProviderUnavailable e) {
            trouble = String.valueOf(e.getMessage());
            LOG.log(Level.WARNING, "The OpenID provider could not be asked where people log in: {0}.", trouble);
        }
    }

    private boolean isYoungerThan(Duration age, Instant now) {
        return kept.isPresent() && now.isBefore(fetchedAt.plus(age));
    }
}
