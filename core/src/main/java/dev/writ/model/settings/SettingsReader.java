package dev.writ.model.settings;

import dev.writ.model.ModelTier;
import dev.writ.model.settings.ModelSettings.Source;
import dev.writ.model.settings.ProviderSettings.Patience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts {@link ModelSettings} together from the environment and the {@code model} section. */
final class SettingsReader {
    private static final String PLAYBOOK = "playbook";

    private final Map<String, String> environment;
    private final ModelSection section;

    SettingsReader(Map<String, String> environment, JsonNode config) {
        this.environment = environment;
        this.section = ModelSection.of(config);
    }

    ModelSettings read() {
        Optional<Setting> replay = setting("replay");
        Optional<Setting> record = setting("record");
        if (replay.isPresent() && record.isPresent()) {
            throw Setting.faulty(
                    "Both " + record.get().place() + " and " + replay.get().place() + " are set.",
                    "Record a run or replay one; not both at once.");
        }
        Source source = replay.<Source>map(setting -> new Source.Replay(Path.of(setting.value())))
                .orElseGet(this::live);
        return new ModelSettings(source, record.map(setting -> Path.of(setting.value())));
    }

    private Source live() {
        Optional<Setting> named = setting("provider");
        if (named.isEmpty()) {
            refuseModelOfNobody();
            return new Source.Playbook();
        }
        if (named.get().value().equals(PLAYBOOK)) {
            return new Source.Playbook();
        }
        Provider provider = Provider.find(named.get().value())
                .orElseThrow(() -> Setting.faulty(
                        "There is no model provider '" + named.get().value() + "' ("
                                + named.get().place() + ").",
                        "Use one of " + PLAYBOOK + ", " + Provider.ids() + "."));
        return new Source.Remote(remote(provider));
    }

    /** A model without a provider would silently not be used. */
    private void refuseModelOfNobody() {
        List.of("name", "base_url", "key_file")
                .forEach(name -> setting(name).ifPresent(setting -> {
                    throw Setting.faulty(
                            setting.place() + " is set, but no model provider is named.",
                            "Name one with WRIT_MODEL_PROVIDER or model.provider: " + PLAYBOOK + ", " + Provider.ids()
                                    + ".");
                }));
    }

    private ProviderSettings remote(Provider provider) {
        Optional<ApiKey> key = new KeyReader(provider, environment, "WRIT_MODEL_KEY_FILE or model.key_file")
                .read(ofProvider(provider, "key_file"), fileOnly(provider, "key_env"));
        return new ProviderSettings(
                provider,
                baseUrl(provider, key),
                key,
                names(provider),
                new Patience(
                        seconds("timeout_seconds", Patience.USUAL.silence()),
                        setting("retries").map(setting -> setting.number(0, 20)).orElse(Patience.USUAL.retries()),
                        seconds("retry_seconds", Patience.USUAL.total())),
                reasoningEffort(provider),
                prices());
    }

    private String reasoningEffort(Provider provider) {
        Optional<Setting> effort = ofProvider(provider, "reasoning_effort");
        if (effort.isPresent() && provider == Provider.ANTHROPIC) {
            throw Setting.faulty(
                    "The setting " + effort.get().place() + " has no meaning with anthropic.", "Leave it out.");
        }
        return effort.map(Setting::value).orElse("");
    }

    private Duration seconds(String name, Duration usual) {
        return setting(name)
                .map(setting -> Duration.ofSeconds(setting.number(1, 3600)))
                .orElse(usual);
    }

    private URI baseUrl(Provider provider, Optional<ApiKey> key) {
        return new BaseUrl(provider, "WRIT_MODEL_BASE_URL or model.base_url")
                .read(ofProvider(provider, "base_url"), key);
    }

    private Map<ModelTier, String> names(Provider provider) {
        Map<ModelTier, String> names = new EnumMap<>(ModelTier.class);
        for (ModelTier tier : ModelTier.values()) {
            name(provider, tier).ifPresent(setting -> names.put(tier, setting.value()));
        }
        String fallback = names.getOrDefault(
                ModelTier.STANDARD, names.values().stream().findFirst().orElse(""));
        if (fallback.isEmpty()) {
            throw Setting.faulty(
                    "No model of " + provider.id() + " is named.",
                    "Set WRIT_MODEL or model.name to the provider's name of a model, for instance gpt-5.1 or"
                            + " claude-sonnet-5.");
        }
        for (ModelTier tier : ModelTier.values()) {
            names.putIfAbsent(tier, fallback);
        }
        return names;
    }

    /** Within each place the tier's own name stands above the general one, and the environment above the file. */
    private Optional<Setting> name(Provider provider, ModelTier tier) {
        return fromEnvironment("WRIT_MODEL_" + tier.name())
                .or(() -> fromEnvironment("WRIT_MODEL"))
                .or(() -> fileIsOf(provider) ? section.tier(tier) : Optional.empty())
                .or(() -> fileOnly(provider, "name"));
    }

    private Map<String, Price> prices() {
        Map<String, Price> prices = new HashMap<>();
        if (section.node("prices") instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                prices.put(
                        entry.getKey(),
                        Prices.read(entry.getValue())
                                .orElseThrow(() -> Setting.faulty(
                                        "The price in model.prices." + entry.getKey() + " cannot be read.",
                                        "Write US dollars for a million tokens: {input: 3, output: 15}.")));
            }
        }
        return prices;
    }

    /** A setting that holds whichever provider is used. */
    private Optional<Setting> setting(String name) {
        return fromEnvironment(ModelSection.variable(name)).or(() -> section.text(name));
    }

    /** A setting that belongs to a provider: the file's is left aside where the environment chose another provider. */
    private Optional<Setting> ofProvider(Provider provider, String name) {
        return fromEnvironment(ModelSection.variable(name)).or(() -> fileOnly(provider, name));
    }

    private Optional<Setting> fileOnly(Provider provider, String name) {
        return fileIsOf(provider) ? section.text(name) : Optional.empty();
    }

    private boolean fileIsOf(Provider provider) {
        return section.text("provider")
                .map(setting -> setting.value().equals(provider.id()))
                .orElse(true);
    }

    private Optional<Setting> fromEnvironment(String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Setting(value, variable));
    }
}
