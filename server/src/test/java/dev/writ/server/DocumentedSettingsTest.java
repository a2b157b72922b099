package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.WritException;
import dev.writ.event.audit.AuditSettings;
import dev.writ.insight.anomaly.AnomalyPolicy;
import dev.writ.model.settings.EmbeddingSettings;
import dev.writ.model.settings.ModelSettings;
import dev.writ.server.openid.LogInSection;
import dev.writ.server.openid.OpenIdSection;
import dev.writ.server.telemetry.TelemetrySection;
import dev.writ.tool.sql.SqlDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every piece of a settings file that a document shows is read whole by the rooms it is for. */
class DocumentedSettingsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    @TempDir
    Path folder;

    private List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        try (Stream<Path> documents = Files.walk(Path.of("..", "docs"), 2)) {
            for (Path document : documents
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                BLOCK.matcher(Files.readString(document))
                        .results()
                        .forEach(match -> blocks.add("# " + document.getFileName() + "\n" + match.group(1)));
            }
        }
        return blocks;
    }

    private void read(String yaml) throws IOException {
        Path others = Files.writeString(
                folder.resolve("mcp.json"), "{\"mcpServers\": {\"my-files\": {\"command\": \"node\"}}}");
        Path key = Files.writeString(folder.resolve("key"), "of-a-provider");
        Path file = Files.writeString(
                folder.resolve("writ.yaml"),
                yaml.replace("/home/ada/.config/client/mcp.json", others.toString())
                        .replace("/run/secrets/key", key.toString()));
        Map<String, String> environment = new java.util.HashMap<>(Map.of("HOME", folder.toString()));
        for (Matcher variable = VARIABLE.matcher(yaml); variable.find(); ) {
            environment.put(variable.group(1), "0123456789abcdef0123456789abcdef");
        }
        Settings settings = Settings.load(Map.of("config", file.toString()), environment);
        ToolSettings.read(settings);
        LogInSection.read(settings.value("login"), environment);
        OpenIdSection.read(settings.value("mcp"));
        TelemetrySection.read(settings.value("telemetry"), environment);
        AuditSettings.read(settings.section("audit"));
        AnomalyPolicy.read(settings.section("anomalies"));
        SqlDatabases.fromConfig(settings.value("databases"));
        ModelSettings.from(environment, settings.value("model"));
        EmbeddingSettings.from(environment, settings.value("embedding"));
    }

    @Test
    void every_block_of_settings_is_read() throws IOException {
        List<String> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(6);
        for (String block : blocks) {
            try {
                read(block);
            } catch (WritException e) {
                throw new AssertionError(block + "\n" + e.failure(), e);
            }
        }
    }

    @Test
    void what_no_room_knows_is_refused() {
        assertThatThrownBy(() -> read("audit: {checkpoint_evnts: 5}")).isInstanceOf(WritException.class);
        assertThatThrownBy(() -> read("embedding: {modle: x}")).isInstanceOf(WritException.class);
        assertThatThrownBy(() -> read("frob: 1")).isInstanceOf(WritException.class);
    }
}
