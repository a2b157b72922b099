package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a setting comes from, and what is said of one that is wrong. */
class SettingsTest {
    @TempDir
    Path folder;

    private Settings load(Map<String, String> flags, Map<String, String> environment) {
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("HOME", folder.toString());
        return Settings.load(flags, whole);
    }

    private Path file(String text) throws IOException {
        Path file = folder.resolve(".config/writ/writ.yaml");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Failure mistake(Map<String, String> flags, Map<String, String> environment) {
        WritException thrown = catchThrowableOfType(WritException.class, () -> load(flags, environment));
        assertThat(thrown).isNotNull();
        assertThat(thrown.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        return thrown.failure();
    }

    @Test
    void without_any_setting_the_usual_places_are_used() {
        Settings settings = load(Map.of(), Map.of());
        assertThat(settings.port()).isEqualTo(8420);
        assertThat(settings.dataFolder()).isEqualTo(folder.resolve(".local/share/writ"));
        assertThat(settings.databaseFile()).isEqualTo(folder.resolve(".local/share/writ/writ.db"));
        assertThat(settings.idleGrants()).isEqualTo(Duration.ofHours(12));
        assertThat(load(Map.of(), Map.of("XDG_DATA_HOME", "/srv/data")).dataFolder())
                .isEqualTo(Path.of("/srv/data/writ"));
        // The convention says to ignore a relative one.
        assertThat(load(Map.of(), Map.of("XDG_DATA_HOME", "data")).dataFolder())
                .isEqualTo(folder.resolve(".local/share/writ"));
    }

    @Test
    void a_flag_comes_before_the_environment_before_the_file_before_the_default() throws IOException {
        assertThat(load(Map.of(), Map.of()).port()).isEqualTo(8420);
        file("port: 1\n");
        assertThat(load(Map.of(), Map.of()).port()).isEqualTo(1);
        assertThat(load(Map.of(), Map.of("WRIT_PORT", "2")).port()).isEqualTo(2);
        assertThat(load(Map.of("port", "3"), Map.of("WRIT_PORT", "2")).port()).isEqualTo(3);
        assertThat(load(Map.of("port", "3"), Map.of("WRIT_PORT", "2")).origins().toString())
                .contains("{\"setting\":\"port\",\"value\":\"3\",\"origin\":\"flag\"}");
    }

    @Test
    void a_settings_file_is_read_from_where_it_is_said_to_be() throws IOException {
        Path other = Files.writeString(folder.resolve("other.yaml"), "port: 7\n");
        file("port: 1\n");
        assertThat(load(Map.of(), Map.of("WRIT_CONFIG", other.toString())).port())
                .isEqualTo(7);
        assertThat(load(Map.of("config", other.toString()), Map.of()).port()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour: red | colour",
                "port: many | port",
                "port: 70000 | port",
                "port: -1 | port",
                "port: 1.5 | port",
                "concurrent_tasks: 0 | concurrent_tasks",
                "idle_grant_minutes: soon | idle_grant_minutes",
                "'port: [1' | YAML",
                "'- port' | not a list of settings"
            })
    void a_mistake_in_the_file_is_named_with_its_place(String text, String named) throws IOException {
        Path file = file(text + "\n");
        Failure failure = mistake(Map.of(), Map.of());
        assertThat(failure.message()).contains(named).contains(file.toString());
        assertThat(failure.hint()).isNotBlank();
    }

    @Test
    void a_mistake_in_the_environment_or_a_flag_is_named_by_its_origin() {
        assertThat(mistake(Map.of(), Map.of("WRIT_PORT", "many")).message()).contains("WRIT_PORT");
        assertThat(mistake(Map.of("port", "many"), Map.of()).message()).contains("flag");
    }

    @Test
    void a_file_that_is_missing_or_a_folder_is_named() {
        Path missing = folder.resolve("missing.yaml");
        assertThat(mistake(Map.of("config", missing.toString()), Map.of()).message())
                .contains(missing.toString());
        assertThat(mistake(Map.of("config", folder.toString()), Map.of()).message())
                .contains(folder.toString());
    }

    @Test
    void an_empty_file_changes_nothing() throws IOException {
        file("# nothing yet\n");
        assertThat(load(Map.of(), Map.of()).port()).isEqualTo(8420);
    }

    @Test
    void a_password_in_the_address_of_the_database_is_refused_without_showing_it() {
        for (String address : List.of(
                "postgresql://ann:hunter2@db/writ",
                "postgresql://db/writ?user=ann&password=hunter2",
                "jdbc:postgresql://db/writ?password=hunter2",
                "postgresql://ann:hunter2@",
                "mysql://ann:hunter2@db/writ")) {
            Failure failure = mistake(Map.of("database", address), Map.of());
            assertThat(failure.code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
            assertThat(failure.message() + failure.hint()).doesNotContain("hunter2");
        }
    }

    @Test
    void a_database_is_a_file_or_on_a_server() {
        assertThat(mistake(Map.of(), Map.of("WRIT_DATABASE", "jdbc:sqlite:relative.db"))
                        .message())
                .contains("WRIT_DATABASE");
        Settings file = load(Map.of("database", "jdbc:sqlite:/srv/w.db"), Map.of());
        assertThat(file.databaseFile()).isEqualTo(Path.of("/srv/w.db"));
        assertThat(file.postgres()).isEmpty();

        Settings server = load(Map.of("database", "postgresql://an%20n@db:5433/writ?sslmode=require"), Map.of());
        assertThat(server.postgres())
                .hasValue(new PostgresAddress("jdbc:postgresql://db:5433/writ?sslmode=require", "an n"));
        assertThat(server.databaseName()).isEqualTo("postgresql://an n@db:5433/writ?sslmode=require");
    }
}
