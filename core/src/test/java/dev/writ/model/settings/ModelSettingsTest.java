package dev.writ.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.ModelTier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSettingsTest {
    private static final String KEY = "sk-ant-0123456789abcdefghij";

    @TempDir
    private Path folder;

    private static ModelSettings settings(Map<String, String> environment, String config) {
        return ModelSettings.from(environment, Json.parse(config));
    }

    private static ProviderSettings remote(Map<String, String> environment, String config) {
        return ((ModelSettings.Source.Remote) settings(environment, config).source()).settings();
    }

    private static Failure failure(Map<String, String> environment, String config) {
        Failure failure = catchThrowableOfType(WritException.class, () -> settings(environment, config))
                .failure();
        assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        return failure;
    }

    @Test
    void withoutSettingsItIsThePlaybook() {
        assertThat(settings(Map.of(), "{}").source()).isEqualTo(new ModelSettings.Source.Playbook());
        assertThat(settings(Map.of(), "null").source()).isEqualTo(new ModelSettings.Source.Playbook());
    }

    @Test
    void aKeyAloneSendsNothingOut() {
        Map<String, String> keys = Map.of("ANTHROPIC_API_KEY", KEY, "OPENAI_API_KEY", KEY);

        assertThat(settings(keys, "{}").source()).isEqualTo(new ModelSettings.Source.Playbook());
    }

    @Test
    void aProviderInTheEnvironmentIsEnough() {
        ProviderSettings settings = remote(
                Map.of(
                        "WRIT_MODEL_PROVIDER", "anthropic",
                        "WRIT_MODEL", "claude-sonnet-5",
                        "ANTHROPIC_API_KEY", KEY),
                "{}");

        assertThat(settings.provider()).isEqualTo(Provider.ANTHROPIC);
        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.anthropic.com/v1"));
        assertThat(settings.key())
                .hasValueSatisfying(key -> assertThat(key.reveal()).isEqualTo(KEY));
        assertThat(settings.names().values()).containsOnly("claude-sonnet-5");
        assertThat(settings.patience()).isEqualTo(ProviderSettings.Patience.USUAL);
    }

    @Test
    void theFileNamesEverything() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), KEY + "\n");

        ProviderSettings settings = remote(Map.of(), """
                {"provider": "openai", "base_url": "https://proxy.example/v1/", "key_file": "%s",
                 "name": "gpt-5.1", "tiers": {"small": "gpt-5-mini"}, "timeout_seconds": 30, "retries": 2,
                 "retry_seconds": 60, "reasoning_effort": "none",
                 "prices": {"gpt-5.1": {"input": 1, "output": 0.5}}}
                """.formatted(key));

        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://proxy.example/v1"));
        assertThat(settings.key().orElseThrow().reveal()).isEqualTo(KEY);
        assertThat(settings.names())
                .isEqualTo(Map.of(
                        ModelTier.SMALL, "gpt-5-mini", ModelTier.STANDARD, "gpt-5.1", ModelTier.LARGE, "gpt-5.1"));
        assertThat(settings.patience())
                .isEqualTo(new ProviderSettings.Patience(Duration.ofSeconds(30), 2, Duration.ofSeconds(60)));
        assertThat(settings.reasoningEffort()).isEqualTo("none");
        assertThat(settings.prices()).isEqualTo(Map.of("gpt-5.1", new Price(1_000_000, 500_000, true)));
    }

    @Test
    void theEnvironmentStandsAboveTheFile() {
        ProviderSettings settings = remote(
                Map.of("WRIT_MODEL", "qwen3", "WRIT_MODEL_LARGE", "qwen3-coder", "WRIT_MODEL_RETRIES", "0"), """
                {"provider": "ollama", "name": "llama3", "tiers": {"small": "llama3:1b"}, "retries": 7}
                """);

        assertThat(settings.names())
                .isEqualTo(
                        Map.of(ModelTier.SMALL, "qwen3", ModelTier.STANDARD, "qwen3", ModelTier.LARGE, "qwen3-coder"));
        assertThat(settings.patience().retries()).isZero();
    }

    @Test
    void whatTheFileSaysOfAnotherProviderIsLeftAside() {
        ProviderSettings settings = remote(
                Map.of(
                        "WRIT_MODEL_PROVIDER", "anthropic",
                        "WRIT_MODEL", "claude-sonnet-5",
                        "ANTHROPIC_API_KEY", KEY,
                        "OTHER", "other-key"),
                """
                {"provider": "openai-compatible", "base_url": "http://elsewhere.example/v1", "key_env": "OTHER",
                 "tiers": {"small": "qwen3"}, "timeout_seconds": 9}
                """);

        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.anthropic.com/v1"));
        assertThat(settings.key().orElseThrow().origin()).isEqualTo("ANTHROPIC_API_KEY");
        assertThat(settings.names().values()).containsOnly("claude-sonnet-5");
        assertThat(settings.patience().silence()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void aVariableOfTheUsersChoiceMayHoldTheKey() {
        ProviderSettings settings = remote(Map.of("TEAM_KEY", KEY, "OPENAI_API_KEY", "other"), """
                {"provider": "openai", "name": "gpt-5.1", "key_env": "TEAM_KEY"}
                """);

        assertThat(settings.key().orElseThrow().reveal()).isEqualTo(KEY);
    }

    @Test
    void noTextOfTheSettingsShowsTheKey() {
        ModelSettings settings =
                settings(Map.of("OPENAI_API_KEY", KEY), "{\"provider\": \"openai\", \"name\": \"gpt-5.1\"}");

        assertThat(settings.toString()).contains("OPENAI_API_KEY").doesNotContain(KEY);
    }

    @Test
    void aMissingKeySaysWhichVariableToSet() {
        Failure failure = failure(Map.of("WRIT_MODEL_PROVIDER", "gemini", "WRIT_MODEL", "gemini-3.6-flash"), "{}");

        assertThat(failure.message()).contains("GEMINI_API_KEY");
        assertThat(failure.hint()).contains("GEMINI_API_KEY", "WRIT_MODEL_KEY_FILE");
    }

    @Test
    void aMissingKeyFileSaysWhereItWasNamed() {
        Failure failure = failure(
                Map.of("WRIT_MODEL_KEY_FILE", folder.resolve("none").toString()),
                "{\"provider\": \"openai\", \"name\": \"gpt-5.1\"}");

        assertThat(failure.message()).contains("none", "WRIT_MODEL_KEY_FILE");
    }

    @Test
    void aKeyThatCannotBeOneIsNotShown() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "two\nlines-of-secret");

        Failure failure = failure(
                Map.of("WRIT_MODEL_KEY_FILE", file.toString()), "{\"provider\": \"openai\", \"name\": \"gpt-5.1\"}");

        assertThat(failure.message()).contains("no key").doesNotContain("secret");
    }

    @Test
    void aKeyInTheSettingsFileIsRefusedAndNotShown() {
        Failure failure = failure(Map.of(), "{\"provider\": \"openai\", \"api_key\": \"" + KEY + "\"}");

        assertThat(failure.toString()).contains("model.api_key", "key_env").doesNotContain(KEY);
    }

    @Test
    void aModelMustBeNamed() {
        Failure failure = failure(Map.of("OPENAI_API_KEY", KEY), "{\"provider\": \"openai\"}");

        assertThat(failure.hint()).contains("WRIT_MODEL", "model.name");
    }

    @Test
    void oneTiersModelServesTheOthersToo() {
        assertThat(remote(Map.of("WRIT_MODEL_SMALL", "qwen3"), "{\"provider\": \"ollama\"}")
                        .names()
                        .values())
                .containsOnly("qwen3");
    }

    @Test
    void aModelWithoutAProviderIsNotSilentlyIgnored() {
        assertThat(failure(Map.of("WRIT_MODEL", "gpt-5.1"), "{}").message())
                .contains("WRIT_MODEL", "no model provider");
        assertThat(settings(Map.of("WRIT_MODEL", "gpt-5.1"), "{\"provider\": \"playbook\"}")
                        .source())
                .isEqualTo(new ModelSettings.Source.Playbook());
    }

    @Test
    void anUnknownProviderIsNamedWithThoseThatThereAre() {
        Failure failure = failure(Map.of("WRIT_MODEL_PROVIDER", "antropic"), "{}");

        assertThat(failure.message()).contains("antropic", "WRIT_MODEL_PROVIDER");
        assertThat(failure.hint()).contains("playbook", "anthropic", "openai-compatible");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/v1",
                "localhost:8000",
                "http://user:pass@host/v1",
                "https://",
                "ht tp://x",
                "https://h/v1?key=abc"
            })
    void aBaseUrlMustBeAWebAddress(String url) {
        Failure failure = failure(Map.of("WRIT_MODEL_BASE_URL", url), """
                {"provider": "openai-compatible", "name": "qwen3"}
                """);

        assertThat(failure.message()).contains("WRIT_MODEL_BASE_URL").doesNotContain("pass", "abc");
    }

    @Test
    void aCompatibleServerNeedsABaseUrl() {
        assertThat(failure(Map.of(), "{\"provider\": \"openai-compatible\", \"name\": \"qwen3\"}")
                        .hint())
                .contains("WRIT_MODEL_BASE_URL");
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example/v1, false",
        "http://127.0.0.1.example/v1, false",
        "http://192.168.0.7/v1, false",
        "http://localhost:9/v1, true",
        "http://127.0.0.1:9/v1, true",
        "http://[::1]:9/v1, true",
        "https://proxy.example/v1, true"
    })
    void aProvidersKeyGoesUnencryptedNoFurtherThanThisMachine(String url, boolean fine) {
        Map<String, String> environment = Map.of("OPENAI_API_KEY", KEY, "WRIT_MODEL_BASE_URL", url);
        String config = "{\"provider\": \"openai\", \"name\": \"gpt-5.1\"}";

        if (fine) {
            assertThat(remote(environment, config).baseUrl()).isEqualTo(URI.create(url));
        } else {
            assertThat(failure(environment, config).message()).contains("unencrypted", "WRIT_MODEL_BASE_URL");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"provder\": \"openai\"} | model.provder",
                "{\"provider\": [\"openai\"]} | model.provider",
                "{\"provider\": \"ollama\", \"tiers\": {\"tiny\": \"x\"}} | model.tiers.tiny",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"retries\": \"many\"} | model.retries",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"timeout_seconds\": 0} | model.timeout_seconds",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"prices\": {\"x\": {\"input\": -1, \"output\": 1}}} | model.prices.x",
                "{\"provider\": \"ollama\", \"name\": \"x\", \"prices\": {\"x\": {\"input\": 1}}} | model.prices.x",
                "{\"record\": \"a\", \"replay\": \"b\"} | model.record",
                "{\"provider\": \"openai\", \"name\": \"x\", \"key_env\": \"NOT_SET\"} | model.key_env",
                "[1] | model"
            })
    void aFaultySettingIsNamed(String config, String named) {
        assertThat(failure(Map.of(), config).message()).contains(named);
    }

    @Test
    void aRecordingIsReplayedWithoutAnyProvider() {
        assertThat(settings(Map.of("WRIT_MODEL_REPLAY", "run.ndjson"), "{}").source())
                .isEqualTo(new ModelSettings.Source.Replay(Path.of("run.ndjson")));
        assertThat(settings(Map.of(), "{\"record\": \"run.ndjson\"}").recordTo())
                .contains(Path.of("run.ndjson"));
    }
}
