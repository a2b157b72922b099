package dev.writ.model.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which model answers.
 *
 * @param recordTo file to which every conversation is recorded, if one is
 */
public record ModelSettings(Source source, Optional<Path> recordTo) {
    /** Where answers come from. */
    public sealed interface Source {
        /** The offline playbook: no key, no network. */
        record Playbook() implements Source {}

        /** A recorded run: no key, no network. */
        record Replay(Path file) implements Source {}

        /** Models reached over the network. */
        record Remote(ProviderSettings settings) implements Source {}
    }

    /**
     * Reads the settings. Without a named provider it is the playbook, whatever keys the environment holds: a key alone
     * is no permission to send anybody's data out.
     *
     * @param environment {@code WRIT_MODEL_…} override {@code config}; the providers' own key variables are read here
     * @param config the {@code model} section of {@code writ.yaml}; missing or empty for none
     * @throws dev.writ.WritException with {@code invalid_arguments}, naming the setting that is wrong and where it stands
     */
    public static ModelSettings from(Map<String, String> environment, JsonNode config) {
        return new SettingsReader(environment, config).read();
    }
}
