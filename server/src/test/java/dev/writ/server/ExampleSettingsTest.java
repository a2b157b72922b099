package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.CeilingSettings;
import dev.writ.server.openid.LogInSection;
import dev.writ.server.openid.OpenIdSection;
import dev.writ.server.telemetry.TelemetrySection;
import dev.writ.server.telemetry.TelemetrySettings;
import dev.writ.tool.message.MessageType;
import dev.writ.tool.message.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleSettingsTest {
    @Test
    void the_example_in_the_documentation_is_read_whole() {
        Path example = Path.of("..", "docs", "writ.example.yaml");
        assertThat(Files.exists(example)).isTrue();

        Settings settings = Settings.load(Map.of("config", example.toString()), Map.of("HOME", "/nowhere"));
        ToolSettings tools = ToolSettings.read(settings);

        assertThat(settings.dataFolder()).isEqualTo(Path.of("/var/lib/writ"));
        assertThat(tools.messages().of(MessageType.ERROR)).contains(new Route.Inbox());
        assertThat(tools.git().protects("release/1.0")).isTrue();
        CeilingSettings ceilings = tools.ceilings();
        assertThat(ceilings.maximum()).containsKeys("terminal", "github");
        assertThat(ceilings.autoApprove()).hasSize(1);
        assertThat(OpenIdSection.read(settings.value("mcp")).orElseThrow().agentNames())
                .containsExactly("worker", "documentation_agent");
        assertThat(LogInSection.read(settings.value("login"), Map.of())
                        .openId()
                        .orElseThrow()
                        .name())
                .isEqualTo("Example Login");
        TelemetrySettings telemetry = TelemetrySection.read(settings.value("telemetry"), Map.of());
        assertThat(telemetry.metrics()).isEqualTo(TelemetrySettings.MetricsAccess.OPEN);
        assertThat(telemetry.otlp().orElseThrow().content()).isFalse();
    }
}
