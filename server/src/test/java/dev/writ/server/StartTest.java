package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting a server: on a data folder of its own, or not at all, and then with one clear reason. */
class StartTest {
    @TempDir
    Path folder;

    private Settings settings(Map<String, String> flags) {
        return TestingApi.settings(folder, flags);
    }

    private static Failure failure(Settings settings) {
        WritException thrown = catchThrowableOfType(
                WritException.class,
                () -> Writ.start(settings, InstantSource.system(), new TestingModel())
                        .close());
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }

    @Test
    void the_data_folder_and_what_is_in_it_are_for_its_owner_alone() throws IOException {
        try (Writ writ = Writ.start(settings(Map.of()), InstantSource.system(), new TestingModel())) {
            Path data = writ.dataFolder();
            assertThat(data).startsWith(folder);
            assertThat(modes(data)).isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(modes(file)).as(file.toString()).isEqualTo("rw-------"));
            }
            assertThat(DataFolder.runningServer(data))
                    .contains(new DataFolder.Server(
                            writ.url(), writ.token(), ProcessHandle.current().pid()));
        }
        assertThat(DataFolder.runningServer(folder.resolve(".local/share/writ")))
                .isEmpty();
    }

    private static String modes(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_folder_that_was_open_to_others_is_closed_to_them() throws IOException {
        Path data = Files.createDirectories(folder.resolve("open"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Writ writ =
                Writ.start(settings(Map.of("data", data.toString())), InstantSource.system(), new TestingModel())) {
            assertThat(modes(writ.dataFolder().resolve("writ.db"))).isEqualTo("rw-------");
        }
    }

    @Test
    void a_second_server_on_the_same_data_is_refused_and_told_who_has_it() {
        try (Writ first = Writ.start(settings(Map.of()), InstantSource.system(), new TestingModel())) {
            Failure failure = failure(settings(Map.of()));
            assertThat(failure.code()).isEqualTo(FailureCode.STORE_LOCKED);
            assertThat(failure.message())
                    .contains(Long.toString(ProcessHandle.current().pid()))
                    .contains(first.url());
            assertThat(DataFolder.runningServer(first.dataFolder())).isPresent();
        }
        Writ.start(settings(Map.of()), InstantSource.system(), new TestingModel())
                .close();
    }

    @Test
    void a_second_server_on_the_same_database_file_is_refused_whatever_its_data_folder_and_the_names_of_the_file()
            throws IOException {
        Path file = folder.resolve("shared.db");
        Map<String, String> first = Map.of("data", folder.resolve("one").toString(), "database", "jdbc:sqlite:" + file);
        try (Writ _ = Writ.start(settings(first), InstantSource.system(), new TestingModel())) {
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
            for (Path name : List.of(file, link)) {
                Failure failure = failure(
                        settings(Map.of("data", folder.resolve("two").toString(), "database", "jdbc:sqlite:" + name)));
                assertThat(failure.code()).isEqualTo(FailureCode.STORE_LOCKED);
                assertThat(failure.message()).contains(name.toString());
            }
        }
        Writ.start(
                        settings(Map.of("data", folder.resolve("one").toString(), "database", "jdbc:sqlite:" + file)),
                        InstantSource.system(),
                        new TestingModel())
                .close();
    }

    @Test
    void a_port_in_use_is_named_and_the_data_folder_is_left_free() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Failure failure = failure(settings(Map.of("port", Integer.toString(taken.getLocalPort()))));
            assertThat(failure.code()).isEqualTo(FailureCode.PORT_IN_USE);
            assertThat(failure.message()).contains(Integer.toString(taken.getLocalPort()));
        }
        Writ.start(settings(Map.of()), InstantSource.system(), new TestingModel())
                .close();
    }

    @Test
    void a_database_that_is_none_is_left_as_it_is() throws IOException {
        Path file = folder.resolve("notes.db");
        Files.writeString(file, "these are my notes, and no database\n".repeat(50));
        Failure failure = failure(settings(Map.of("database", "jdbc:sqlite:" + file)));
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_DAMAGED);
        assertThat(file).hasContent("these are my notes, and no database\n".repeat(50));
    }

    @Test
    void a_database_of_a_newer_writ_is_refused() throws SQLException {
        Writ.start(settings(Map.of()), InstantSource.system(), new TestingModel())
                .close();
        Path file = folder.resolve(".local/share/writ/writ.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,
                        installed_by, installed_on, execution_time, success)
                    VALUES (99, '99', 'from the future', 'SQL', 'V99__future.sql', 1, 'x', '2030-01-01 00:00:00.000', 1, 1)""");
        }
        Failure failure = failure(settings(Map.of()));
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_NEWER);
        assertThat(failure.message()).contains("99");
    }

    @Test
    void a_data_folder_that_is_a_file_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "x");
        Failure failure = failure(settings(Map.of("data", file.toString())));
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_READ_ONLY);
        assertThat(failure.message()).contains(file.toString());
        assertThat(file).hasContent("x");
    }
}
