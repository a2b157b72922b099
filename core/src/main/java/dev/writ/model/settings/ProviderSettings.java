package dev.writ.model.settings;

import dev.writ.model.ModelTier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A provider with everything that is needed to ask it.
 *
 * @param baseUrl without the operation, for instance {@code https://api.openai.com/v1}
 * @param names the provider's own name of the model of each tier; every tier has one
 * @param reasoningEffort passed on as it is; empty to leave it to the provider
 * @param prices what the user says models cost, by name; these stand above the known ones
 */
public record ProviderSettings(
        Provider provider,
        URI baseUrl,
        Optional<ApiKey> key,
        Map<ModelTier, String> names,
        Patience patience,
        String reasoningEffort,
        Map<String, Price> prices) {

    public ProviderSettings {
        names = Map.copyOf(names);
        prices = Map.copyOf(prices);
        for (ModelTier tier : ModelTier.values()) {
            if (!names.containsKey(tier)) {
                throw new IllegalArgumentException("no model for tier " + tier.id());
            }
        }
    }

    /**
     * How long to put up with a provider.
     *
     * @param silence longest time without a sign of life
     * @param retries how often a failed call is repeated at the most
     * @param total after which time nothing is repeated any more
     */
    public record Patience(Duration silence, int retries, Duration total) {
        public static final Patience USUAL = new Patience(Duration.ofMinutes(2), 4, Duration.ofMinutes(5));
    }
}
