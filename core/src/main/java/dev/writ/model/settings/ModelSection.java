package dev.writ.model.settings;

import dev.writ.Json;
import dev.writ.model.ModelTier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code model} section of the settings file, its names and forms checked. */
final class ModelSection {
    private static final List<String> TEXTS = List.of(
            "provider",
            "name",
            "base_url",
            "key_env",
            "key_file",
            "timeout_seconds",
            "retries",
            "retry_seconds",
            "reasoning_effort",
            "record",
            "replay");
    private static final List<String> OBJECTS = List.of("tiers", "prices");
    private static final List<String> TIERS =
            Arrays.stream(ModelTier.values()).map(ModelTier::id).toList();

    private final ObjectNode content;

    private ModelSection(ObjectNode content) {
        this.content = content;
    }

    static ModelSection of(JsonNode config) {
        if (config.isNull() || config.isMissingNode()) {
            return new ModelSection(Json.object());
        }
        if (!(config instanceof ObjectNode object)) {
            throw Setting.faulty("The setting model is not a list of settings.", "See docs/models.md.");
        }
        object.properties().forEach(entry -> check(entry.getKey(), entry.getValue()));
        check(object.path("tiers"));
        return new ModelSection(object);
    }

    private static void check(String name, JsonNode value) {
        if (name.contains("key") && !TEXTS.contains(name)) {
            throw Setting.faulty(
                    "The setting model." + name + " is not read: keys do not belong in settings files.",
                    "Name the variable that holds the key with model.key_env, or the file with model.key_file.");
        }
        if (!TEXTS.contains(name) && !OBJECTS.contains(name)) {
            throw Setting.faulty(
                    "There is no setting model." + name + ".",
                    "Known are: " + String.join(", ", TEXTS) + ", " + String.join(", ", OBJECTS) + ".");
        }
        boolean fits = OBJECTS.contains(name) ? value.isObject() : value.isString() || value.isIntegralNumber();
        if (!fits) {
            throw Setting.faulty(
                    "The setting model." + name + " does not have the expected form.",
                    OBJECTS.contains(name) ? "Write a list of names with values below it." : "Write one value.");
        }
    }

    private static void check(JsonNode tiers) {
        tiers.properties().forEach(entry -> {
            if (!TIERS.contains(entry.getKey()) || !entry.getValue().isString()) {
                throw Setting.faulty(
                        "The setting model.tiers." + entry.getKey() + " cannot be used.",
                        "Give " + String.join(", ", TIERS) + " the name of a model each, or some of them.");
            }
        });
    }

    /** The environment variable that overrides a setting. */
    static String variable(String name) {
        return name.equals("name") ? "WRIT_MODEL" : "WRIT_MODEL_" + name.toUpperCase(Locale.ROOT);
    }

    Optional<Setting> text(String name) {
        return at(content.path(name), "model." + name);
    }

    Optional<Setting> tier(ModelTier tier) {
        return at(content.path("tiers").path(tier.id()), "model.tiers." + tier.id());
    }

    JsonNode node(String name) {
        return content.path(name);
    }

    private static Optional<Setting> at(JsonNode node, String place) {
        String value = node.asString("").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Setting(value, place));
    }
}
