package dev.writ.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever changes something on a page says which role it takes, so that nobody presses what will be refused. */
class ButtonsTest {
    private static final Path WEB = Path.of("src", "main", "resources", "web");
    private static final Pattern CHANGES = Pattern.compile("await (post|put|patch|remove)\\(");

    /** Reached only through another one's button, or open to everybody who may look. */
    private static final Set<String> WITHOUT =
            Set.of("audit-state.js", "decision-form.js", "revoke-all.js", "rule-choice.js", "saved-filters.js");

    @Test
    void every_part_of_a_page_that_changes_something_says_what_it_takes() throws IOException {
        Set<String> changing = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        try (Stream<Path> files =
                Stream.concat(Files.list(WEB.resolve("elements")), Files.list(WEB.resolve("pages")))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                String name = file.getFileName().toString();
                if (CHANGES.matcher(text).find()) {
                    changing.add(name);
                    if (!text.contains("${needs('")) {
                        silent.add(name);
                    }
                }
            }
        }
        assertThat(changing).hasSizeGreaterThan(20);
        assertThat(silent).isEqualTo(WITHOUT);
    }
}
