package dev.writ.model.provider;

import dev.writ.Redacted;
import dev.writ.model.settings.ApiKey;
import dev.writ.model.settings.Provider;
import dev.writ.model.settings.ProviderSettings;
import java.net.URI;
import java.util.Optional;

/**
 * One model at one provider, as messages name it.
 *
 * @param model the provider's name of the model
 */
record Endpoint(Provider provider, String model, URI baseUrl, Optional<ApiKey> key) {
    private static final int MOST_QUOTED = 300;
    private static final int MOST_READ = 10_000;

    static Endpoint of(ProviderSettings settings, String model) {
        return new Endpoint(settings.provider(), model, settings.baseUrl(), settings.key());
    }

    /** As screens name it: {@code anthropic/claude-sonnet-5}. */
    String name() {
        return provider.id() + "/" + model;
    }

    String host() {
        return baseUrl.getPort() < 0 ? baseUrl.getHost() : baseUrl.getHost() + ":" + baseUrl.getPort();
    }

    /** Words of the provider's, short, on one line and without secrets: some providers repeat the key in errors. */
    String quote(String raw) {
        String line = raw.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        // Redacted before it is cut, or half a key at the cut would not be recognised.
        String clean = Redacted.of(
                        line.substring(0, Math.min(line.length(), MOST_READ)),
                        key.map(ApiKey::reveal).stream().toList())
                .text();
        return clean.length() <= MOST_QUOTED ? clean : clean.substring(0, MOST_QUOTED) + "…";
    }

    /** What to do when the key is refused. */
    String keyHint() {
        return key.map(found -> "Check the key in " + found.origin() + ".")
                .orElse("Set a key with model.key_env or WRIT_MODEL_KEY_FILE.");
    }
}
