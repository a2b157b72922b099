package dev.writ.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSettingsTest {
    private static Optional<EmbeddingSettings> read(Map<String, String> environment, String config) {
        return EmbeddingSettings.from(environment, Json.parse(config));
    }

    private static Failure failure(Map<String, String> environment, String config) {
        Failure failure = catchThrowableOfType(WritException.class, () -> read(environment, config))
                .failure();
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        return failure;
    }

    @Test
    void without_a_named_provider_there_is_none_whatever_keys_are_there() {
        assertThat(read(Map.of("OPENAI_API_KEY", "sk-1"), "null")).isEmpty();
        assertThat(read(Map.of("WRIT_MODEL_PROVIDER", "openai", "WRIT_MODEL", "x"), "{}"))
                .isEmpty();
    }

    @Test
    void the_file_names_everything() {
        EmbeddingSettings settings = read(Map.of("TEAM_KEY", "k-1"), """
                {"provider": "openai-compatible", "name": "bge-m3", "base_url": "https://vectors.example/v1/",
                 "key_env": "TEAM_KEY", "dimensions": 512, "timeout_seconds": 9, "characters": 1000,
                 "least_similarity": 0.55}
                """).orElseThrow();
        assertThat(settings.fullName()).isEqualTo("openai-compatible/bge-m3");
        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://vectors.example/v1"));
        assertThat(settings.key().orElseThrow().reveal()).isEqualTo("k-1");
        assertThat(settings.dimensions()).isEqualTo(OptionalInt.of(512));
        assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.characters()).isEqualTo(1000);
        assertThat(settings.leastSimilarity()).isEqualTo(0.55);
        assertThat(settings.toString()).doesNotContain("k-1");
    }

    @Test
    void the_environment_stands_above_the_file_and_another_provider_takes_nothing_of_it() {
        String file = """
                {"provider": "openai-compatible", "name": "bge-m3", "base_url": "http://elsewhere.example/v1",
                 "key_env": "OTHER"}
                """;
        EmbeddingSettings settings = read(
                        Map.of(
                                "WRIT_EMBEDDING_PROVIDER", "ollama",
                                "WRIT_EMBEDDING_MODEL", "nomic-embed-text",
                                "OTHER", "k-2"),
                        file)
                .orElseThrow();
        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://localhost:11434/v1"));
        assertThat(settings.key()).isEmpty();
        assertThat(settings.dimensions()).isEmpty();
        assertThat(read(Map.of("WRIT_EMBEDDING_MODEL", "e5", "OTHER", "k-2"), file)
                        .orElseThrow()
                        .name())
                .isEqualTo("e5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"modle\": \"x\"}",
                "{\"key\": \"sk-1\"}",
                "{\"name\": \"x\"}",
                "{\"provider\": \"anthropic\", \"name\": \"x\"}",
                "{\"provider\": \"nobody\", \"name\": \"x\"}",
                "{\"provider\": \"ollama\"}",
                "{\"provider\": \"openai\", \"name\": \"x\"}",
                "{\"provider\": \"openai-compatible\", \"name\": \"x\"}",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"base_url\": \"ftp://x/v1\"}",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"dimensions\": 0}",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"least_similarity\": 1.5}",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"least_similarity\": \"NaN\"}",
                "{\"provider\": \"ollama\", \"name\": [\"x\"]}",
                "[1]"
            })
    void what_cannot_be_used_is_refused_with_its_place(String config) {
        Failure failure = failure(Map.of(), config);
        assertThat(failure.message() + failure.hint()).containsAnyOf("embedding", "WRIT_EMBEDDING", "OPENAI_API_KEY");
        assertThat(failure.message() + failure.hint()).doesNotContain("sk-1").doesNotContain("WRIT_MODEL");
    }

    @Test
    void a_key_goes_nowhere_unencrypted() {
        Failure failure = failure(
                Map.of("OPENAI_API_KEY", "sk-1"),
                "{\"provider\": \"openai\", \"name\": \"x\", \"base_url\": \"http://far.example/v1\"}");
        assertThat(failure.message()).contains("unencrypted").doesNotContain("sk-1");
    }
}
