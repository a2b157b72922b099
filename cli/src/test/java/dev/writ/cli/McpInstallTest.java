package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The entry by which a client finds Writ, in the settings of the client. */
class McpInstallTest {
    @TempDir
    Path home;

    private Path settings;
    private final McpInstallCommand command = new McpInstallCommand();

    @BeforeEach
    void chooseClient() {
        settings = home.resolve(".cursor/mcp.json");
        command.home = home;
        command.client = McpClient.CURSOR;
        command.write = true;
    }

    @Test
    void it_is_written_where_the_client_had_no_settings() throws IOException {
        command.place.workspace = home.resolve("project");
        command.place.allow = List.of("edit", "run");
        assertThat(command.call()).isZero();
        JsonNode entry =
                Json.parse(Files.readString(settings)).path("mcpServers").path("writ");
        assertThat(entry.path("args").valueStream().map(JsonNode::asString))
                .containsExactly("mcp", "--workspace", home.resolve("project").toString(), "--allow", "edit,run");
    }

    @Test
    void other_servers_and_settings_stay_as_they_are() throws IOException {
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"theme\": \"dark\", \"mcpServers\": {\"other\": {\"command\": \"x\"}}}");
        command.call();
        JsonNode written = Json.parse(Files.readString(settings));
        assertThat(written.path("theme").asString()).isEqualTo("dark");
        assertThat(written.path("mcpServers").propertyNames()).containsExactly("other", "writ");
    }

    @Test
    void settings_that_cannot_be_read_are_left_alone() throws IOException {
        Files.createDirectories(settings.getParent());
        String commented = "{\n  // mine\n  \"mcpServers\": {}\n}\n";
        Files.writeString(settings, commented);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(command::call)
                .extracting(e -> e.failure().code())
                .isEqualTo(FailureCode.INVALID_JSON);
        assertThat(settings).hasContent(commented);
        assertThat(settings.getParent()).isDirectoryNotContaining("glob:**.writ*");
    }

    @Test
    void a_section_of_another_form_is_left_alone() throws IOException {
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "{\"mcpServers\": []}");
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(command::call)
                .extracting(e -> e.failure().code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(settings).hasContent("{\"mcpServers\": []}");
    }

    @Test
    void of_a_client_that_is_not_known_nothing_is_written() {
        command.client = McpClient.OTHER;
        assertThatExceptionOfType(WritException.class).isThrownBy(command::call);
        assertThat(home).isEmptyDirectory();
    }
}
