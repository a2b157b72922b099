package dev.writ.tool.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Host;
import dev.writ.tool.SecurityLevel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigurationTest {
    private static List<ServerSettings> read(String text) {
        return ServerConfiguration.read(
                Json.parse(text.replace('\'', '"')), Json.object().path("none"), Map.of("TOKEN", "s3cret"));
    }

    @Test
    void a_program_is_read_with_what_it_may_have() {
        assertThat(read("""
                        {'memory': {'command': ['node', 'index.js'], 'env': {'FILE': '/d/m.json', 'KEY': '${TOKEN}'},
                         'cwd': '/d', 'read': ['/r'], 'write': ['/d'], 'hosts': ['api.example.org:443'],
                         'level': 'elevated', 'idle': '1h', 'patience': '5s'}}"""))
                .containsExactly(new ServerSettings(
                        "memory",
                        new ServerSettings.Program(
                                List.of("node", "index.js"),
                                Map.of("FILE", "/d/m.json", "KEY", "s3cret"),
                                Optional.of(Path.of("/d")),
                                List.of(Path.of("/r")),
                                List.of(Path.of("/d")),
                                List.of(Host.parse("api.example.org:443"))),
                        SecurityLevel.ELEVATED,
                        Duration.ofHours(1),
                        Duration.ofSeconds(5)));
    }

    @Test
    void entries_as_other_clients_write_them_mean_the_same() {
        assertThat(read("{'memory': {'type': 'stdio', 'command': 'node', 'args': ['index.js', '--x'], 'env': {}}}")
                        .getFirst()
                        .transport())
                .isEqualTo(new ServerSettings.Program(
                        List.of("node", "index.js", "--x"),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of()));
        assertThat(read("""
                        {'far': {'type': 'http', 'url': 'https://mcp.example.org/mcp',
                         'headers': {'Authorization': 'Bearer ${env:TOKEN}'}}}""").getFirst().transport())
                .isEqualTo(new ServerSettings.Remote(
                        URI.create("https://mcp.example.org/mcp"), Map.of("Authorization", "Bearer s3cret")));
    }

    @Test
    void a_disabled_one_is_left_out_and_no_section_has_none() {
        assertThat(read("{'memory': {'command': 'node', 'disabled': true}}")).isEmpty();
        assertThat(ServerConfiguration.read(
                        Json.object().path("servers"), Json.object().path("none"), Map.of()))
                .isEmpty();
    }

    @Test
    void secrets_are_not_part_of_what_is_printed() {
        assertThat(
                        read("{'a': {'command': 'x', 'env': {'K': '${TOKEN}'}}, 'b': {'url': 'https://h/', 'headers': {'A': '${TOKEN}'}}}")
                                .toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Memory': {'command': 'x'}}",
                "{'a__b': {'command': 'x'}}",
                "{'a': {}}",
                "{'a': {'command': []}}",
                "{'a': {'command': ''}}",
                "{'a': {'command': 'x', 'url': 'https://h/'}}",
                "{'a': {'command': 'x', 'comand': 'y'}}",
                "{'a': {'command': 'x', 'env': {'K': '${MISSING}'}}}",
                "{'a': {'command': 'x', 'env': {'K': 1}}}",
                "{'a': {'command': 'x', 'read': ['relative']}}",
                "{'a': {'command': 'x', 'read': ['/a/../b']}}",
                "{'a': {'command': 'x', 'read': '/a'}}",
                "{'a': {'command': 'x', 'hosts': ['*']}}",
                "{'a': {'command': 'x', 'level': 'minimal'}}",
                "{'a': {'command': 'x', 'idle': '5'}}",
                "{'a': {'command': 'x', 'type': 'sse'}}",
                "{'a': {'url': 'http://example.org/mcp'}}",
                "{'a': {'url': 'https://user:pw@example.org/mcp'}}",
                "{'a': {'url': 'file:///etc/passwd'}}",
                "{'a': {'url': 'not an address'}}",
                "{'a': {'url': 'https://h/', 'type': 'sse'}}",
                "{'a': 'x'}",
                "['a']"
            })
    void what_is_not_plain_is_refused_with_its_place(String text) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read(text))
                .satisfies(e -> assertThat(e.failure().message()).isNotBlank());
    }
}
