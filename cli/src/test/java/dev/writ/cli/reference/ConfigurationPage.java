package dev.writ.cli.reference;

import dev.writ.server.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** {@code configuration.md}: every setting that Writ reads, and the variables of the environment that it looks at. */
final class ConfigurationPage {
    private final KnownSettings known;

    ConfigurationPage(Path folder) {
        this.known = new KnownSettings(folder);
    }

    String text() throws IOException {
        Descriptions descriptions = Descriptions.read("configuration.yaml");
        Markdown page = Markdown.page(
                "Configuration",
                "Flags stand above the environment, that above the settings file (`writ.yaml` in `~/.config/writ`, or what"
                        + " `--config` names), and that above what holds where nothing is said. `writ config show` says what is"
                        + " in force and where it comes from; [writ.example.yaml](../writ.example.yaml) shows a whole file. A key"
                        + " that is not here is refused.");
        values(descriptions.at("values"), page);
        for (JsonNode group : descriptions.content().path("groups")) {
            group(group, page);
        }
        environment(descriptions.at("environment"), page);
        return page.toString();
    }

    private static void values(Descriptions values, Markdown page) {
        List<JsonNode> settings = Settings.load(Map.of(), Map.of("HOME", "~"))
                .origins()
                .valueStream()
                .toList();
        values.of(settings.stream().map(ConfigurationPage::name).toList());
        page.heading(2, "Single values")
                .table(
                        List.of("setting", "environment", "usual value", "meaning"),
                        settings.stream()
                                .map(setting -> row(setting, values.get(name(setting))))
                                .toList());
    }

    private static String name(JsonNode setting) {
        return setting.path("setting").asString();
    }

    private static List<String> row(JsonNode setting, String meaning) {
        String usual = setting.path("value").asString();
        return List.of(
                Markdown.code(name(setting)),
                Markdown.code(KnownSettings.variable(name(setting))),
                usual.isEmpty() ? "" : Markdown.code(usual),
                meaning);
    }

    private void group(JsonNode group, Markdown page) throws IOException {
        String name = group.path("group").asString();
        Descriptions keys = new Descriptions("configuration.yaml, " + name, group.path("keys"));
        SortedSet<String> all = known.keys(group.path("probe").asString());
        keys.of(all);
        page.heading(2, name).paragraph(group.path("about").asString(""));
        page.table(
                List.of("key", "meaning"),
                StreamSupport.stream(group.path("keys").propertyNames().spliterator(), false)
                        .map(key -> List.of(Markdown.code(key), keys.get(key)))
                        .toList());
    }

    private static void environment(Descriptions variables, Markdown page) throws IOException {
        SortedSet<String> named = new TreeSet<>(KnownSettings.variables());
        variables.of(named);
        page.heading(2, "Environment")
                .paragraph("Beside those of the single values:")
                .table(
                        List.of("variable", "meaning"),
                        named.stream()
                                .map(name -> List.of(Markdown.code(name), variables.get(name)))
                                .toList());
    }
}
