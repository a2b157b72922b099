package dev.writ.model.settings;

import dev.writ.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts {@link EmbeddingSettings} together from the environment and the {@code embedding} section. */
final class EmbeddingReader {
    private static final List<String> NAMES = List.of(
            "provider",
            "name",
            "base_url",
            "key_env",
            "key_file",
            "dimensions",
            "timeout_seconds",
            "characters",
            "least_similarity");
    private static final int USUAL_SECONDS = 30;
    private static final int USUAL_CHARACTERS = 6_000;
    private static final double USUAL_SIMILARITY = 0.4;

    private final Map<String, String> environment;
    private final ObjectNode content;

    EmbeddingReader(Map<String, String> environment, JsonNode config) {
        this.environment = environment;
        if (config.isNull() || config.isMissingNode()) {
            this.content = Json.object();
            return;
        }
        if (!(config instanceof ObjectNode object)) {
            throw Setting.faulty("The setting embedding is not a list of settings.", "See docs/models.md.");
        }
        object.properties().forEach(entry -> check(entry.getKey(), entry.getValue()));
        this.content = object;
    }

    private static void check(String name, JsonNode value) {
        if (name.contains("key") && !NAMES.contains(name)) {
            throw Setting.faulty(
                    "The setting embedding." + name + " is not read: keys do not belong in settings files.",
                    "Name the variable that holds the key with embedding.key_env, or the file with embedding.key_file.");
        }
        if (!NAMES.contains(name)) {
            throw Setting.faulty(
                    "There is no setting embedding." + name + ".", "Known are: " + String.join(", ", NAMES) + ".");
        }
        if (!value.isString() && !value.isNumber()) {
            throw Setting.faulty(
                    "The setting embedding." + name + " does not have the expected form.", "Write one value.");
        }
    }

    Optional<EmbeddingSettings> read() {
        Optional<Setting> named = setting("provider");
        if (named.isEmpty()) {
            refuseModelOfNobody();
            return Optional.empty();
        }
        Provider provider = Provider.find(named.get().value())
                .filter(found -> found != Provider.ANTHROPIC)
                .orElseThrow(() -> Setting.faulty(
                        "There is no provider '" + named.get().value() + "' of embedding models ("
                                + named.get().place() + ").",
                        "Use one of " + Provider.ids().replace("anthropic, ", "") + "."));
        return Optional.of(settings(provider));
    }

    /** A model without a provider would silently not be used. */
    private void refuseModelOfNobody() {
        List.of("name", "base_url", "key_file")
                .forEach(name -> setting(name).ifPresent(setting -> {
                    throw Setting.faulty(
                            setting.place() + " is set, but no provider of embedding models is named.",
                            "Name one with WRIT_EMBEDDING_PROVIDER or embedding.provider.");
                }));
    }

    private EmbeddingSettings settings(Provider provider) {
        Optional<ApiKey> key = new KeyReader(provider, environment, "WRIT_EMBEDDING_KEY_FILE or embedding.key_file")
                .read(ofProvider(provider, "key_file"), fileOnly(provider, "key_env"));
        Optional<Setting> dimensions = ofProvider(provider, "dimensions");
        return new EmbeddingSettings(
                provider,
                new BaseUrl(provider, "WRIT_EMBEDDING_BASE_URL or embedding.base_url")
                        .read(ofProvider(provider, "base_url"), key),
                key,
                ofProvider(provider, "name")
                        .map(Setting::value)
                        .orElseThrow(() -> Setting.faulty(
                                "No embedding model of " + provider.id() + " is named.",
                                "Set WRIT_EMBEDDING_MODEL or embedding.name to the provider's name of one, for instance"
                                        + " nomic-embed-text.")),
                dimensions.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(dimensions.get().number(1, 16_384)),
                Duration.ofSeconds(number("timeout_seconds", 1, 600, USUAL_SECONDS)),
                number("characters", 200, 100_000, USUAL_CHARACTERS),
                setting("least_similarity").map(Setting::fraction).orElse(USUAL_SIMILARITY));
    }

    private int number(String name, int least, int most, int usual) {
        return setting(name).map(setting -> setting.number(least, most)).orElse(usual);
    }

    /** A setting that holds whichever provider is used. */
    private Optional<Setting> setting(String name) {
        return fromEnvironment(name).or(() -> fromFile(name));
    }

    /** A setting that belongs to a provider: the file's is left aside where the environment chose another provider. */
    private Optional<Setting> ofProvider(Provider provider, String name) {
        return fromEnvironment(name).or(() -> fileOnly(provider, name));
    }

    private Optional<Setting> fileOnly(Provider provider, String name) {
        boolean isOfThis = fromFile("provider")
                .map(said -> said.value().equals(provider.id()))
                .orElse(true);
        return isOfThis ? fromFile(name) : Optional.empty();
    }

    private Optional<Setting> fromFile(String name) {
        String value = content.path(name).asString("").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Setting(value, "embedding." + name));
    }

    private Optional<Setting> fromEnvironment(String name) {
        String variable =
                name.equals("name") ? "WRIT_EMBEDDING_MODEL" : "WRIT_EMBEDDING_" + name.toUpperCase(Locale.ROOT);
        String value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Setting(value, variable));
    }
}
