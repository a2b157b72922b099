package dev.writ.model.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * An embedding model with everything that is needed to ask it.
 *
 * @param baseUrl without the operation, for instance {@code http://localhost:11434/v1}
 * @param name the provider's own name of the model
 * @param dimensions how many numbers a vector is to have; empty for as many as the model gives
 * @param patience longest time that a call for documents may take
 * @param characters of a document, how many are sent at the most
 * @param leastSimilarity cosine below which a document is no answer
 */
public record EmbeddingSettings(
        Provider provider,
        URI baseUrl,
        Optional<ApiKey> key,
        String name,
        OptionalInt dimensions,
        Duration patience,
        int characters,
        double leastSimilarity) {

    /**
     * Reads the settings. Without a named provider there is none, whatever keys the environment holds.
     *
     * @param environment {@code WRIT_EMBEDDING_…} override {@code config}; the providers' own key variables are read here
     * @param config the {@code embedding} section of {@code writ.yaml}; missing or empty for none
     * @throws dev.writ.WritException with {@code invalid_arguments}, naming the setting that is wrong and where it stands
     */
    public static Optional<EmbeddingSettings> from(Map<String, String> environment, JsonNode config) {
        return new EmbeddingReader(environment, config).read();
    }

    /** As screens name the model: {@code ollama/nomic-embed-text}. */
    public String fullName() {
        return provider.id() + "/" + name;
    }
}
