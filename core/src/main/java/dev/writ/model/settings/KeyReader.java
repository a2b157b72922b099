package dev.writ.model.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds a provider's key: a named file, else a named variable, else the provider's own variable. */
final class KeyReader {
    private static final int MOST_BYTES = 8_192;

    private final Provider provider;
    private final Map<String, String> environment;
    private final String fileSettings;

    /** @param fileSettings the settings that may name a file, for hints */
    KeyReader(Provider provider, Map<String, String> environment, String fileSettings) {
        this.provider = provider;
        this.environment = environment;
        this.fileSettings = fileSettings;
    }

    Optional<ApiKey> read(Optional<Setting> file, Optional<Setting> variable) {
        if (file.isPresent()) {
            return Optional.of(fromFile(file.get()));
        }
        if (variable.isPresent()) {
            String name = variable.get().value();
            return Optional.of(fromVariable(name)
                    .orElseThrow(() -> Setting.faulty(
                            "The variable " + name + ", which " + variable.get().place() + " names, is not set.",
                            "Put the key of " + provider.id() + " into it.")));
        }
        Optional<ApiKey> usual = fromVariable(provider.keyVariable());
        if (usual.isEmpty() && provider.needsKey()) {
            throw Setting.faulty(
                    "The model provider " + provider.id() + " needs a key, and " + provider.keyVariable()
                            + " is not set.",
                    "Set " + provider.keyVariable() + ", or name a file with " + fileSettings + ".");
        }
        return usual;
    }

    private Optional<ApiKey> fromVariable(String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(key(value, name));
    }

    private static ApiKey fromFile(Setting setting) {
        String origin = "the file " + setting.value() + " (" + setting.place() + ")";
        try (InputStream content = Files.newInputStream(Path.of(setting.value()))) {
            return key(new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip(), origin);
        } catch (IOException | InvalidPathException e) {
            throw Setting.faulty(
                    "The key cannot be read from " + origin + ".", "Check the path and that you may read the file.");
        }
    }

    /** Anything but visible ASCII could not be sent in a header, and would show that it is not a key. */
    private static ApiKey key(String value, String origin) {
        if (!value.matches("[!-~]{1,4096}")) {
            throw Setting.faulty(
                    "What " + origin + " holds is no key.", "It must be one line of letters, digits and signs.");
        }
        return new ApiKey(value, origin);
    }
}
