package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where {@code docs/api.md} is, wherever the build was started from. */
final class ApiDocument {
    private ApiDocument() {}

    static Path path() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/api.md"))) {
            folder = folder.getParent();
            assertThat(folder).as("a folder above with docs/api.md").isNotNull();
        }
        return folder.resolve("docs/api.md");
    }
}
