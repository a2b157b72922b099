package dev.writ.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each page of {@code docs/reference} is what is made of the code now. With {@code -Dwrit.reference=write} the pages are
 * written instead.
 */
class ReferenceTest {
    private static final Path FOLDER = Path.of("..", "docs", "reference");
    private static final boolean WRITE = "write".equals(System.getProperty("writ.reference"));
    private static final String HOW =
            "./writ test -pl cli -am -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dwrit.reference=write";

    @Test
    void commands() throws IOException {
        holds("cli.md", CommandPage.text());
    }

    @Test
    void requests(@TempDir Path folder) throws IOException {
        holds("api.md", ApiPage.text(folder));
    }

    @Test
    void settings(@TempDir Path folder) throws IOException {
        holds("configuration.md", new ConfigurationPage(folder).text());
    }

    @Test
    void events() throws IOException {
        holds("events.md", EventPage.text());
    }

    @Test
    void errors() throws IOException {
        holds("errors.md", ErrorPage.text());
    }

    private static void holds(String page, String text) throws IOException {
        Path file = FOLDER.resolve(page);
        if (WRITE) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("docs/reference/" + page + " is not what the code says now. Write it anew: " + HOW)
                .isEqualTo(text);
    }
}
