package dev.writ.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What people wrote about things that cannot say at run time what they are: a file beside these classes. */
final class Descriptions {
    private static final String FOLDER = "cli/src/test/resources/dev/writ/cli/reference/";

    private final String name;
    private final JsonNode content;

    /** @param content descriptions by what they describe */
    Descriptions(String name, JsonNode content) {
        this.name = name;
        this.content = content;
    }

    static Descriptions read(String name) throws IOException {
        try (InputStream file = Descriptions.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("There is no " + name + ".");
            }
            return new Descriptions(name, YAMLMapper.shared().readTree(file.readAllBytes()));
        }
    }

    Descriptions at(String part) {
        return new Descriptions(name + ", " + part, content.path(part));
    }

    JsonNode content() {
        return content;
    }

    /** Holds that there is one for each of these, and for nothing else. */
    Descriptions of(Collection<String> things) {
        SortedSet<String> described = new TreeSet<>(content.propertyNames());
        SortedSet<String> undescribed = new TreeSet<>(things);
        undescribed.removeAll(described);
        described.removeAll(things);
        assertThat(undescribed)
                .as("what " + FOLDER + name + " has to describe, and does not")
                .isEmpty();
        assertThat(described)
                .as("what " + FOLDER + name + " describes, and is not there")
                .isEmpty();
        return this;
    }

    String get(String thing) {
        String words = content.path(thing).asString("");
        assertThat(words).as(name + ": " + thing).isNotBlank();
        return words;
    }
}
