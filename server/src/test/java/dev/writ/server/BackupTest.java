package dev.writ.server;

import static dev.writ.server.TestingModel.ends;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.server.backup.Backup;
import dev.writ.server.backup.Restore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a data folder that is in use, and their way back. */
class BackupTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel().worker(ends("done"));
    private TestingApi api;

    @BeforeEach
    void start() {
        api = TestingApi.start(settings("first"), model);
        assertThat(api.post("/api/v1/audit/checkpoint", "{}").status()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Settings settings(String data) {
        return TestingApi.settings(folder, Map.of("data", data(data).toString()));
    }

    private Path data(String name) {
        return folder.resolve(name);
    }

    private Path backup() {
        return backup(folder.resolve("backup"));
    }

    private Path backup(Path where) {
        return Backup.make(settings("first"), new Backup.Request(where, Optional.empty(), false), CLOCK)
                .folder();
    }

    private Failure failsToBackUp(Path where) {
        return failure(() -> backup(where));
    }

    private Restore.Restored restore(Path backup, String into, boolean replace) {
        return Restore.run(
                settings(into), new Restore.Request(backup, replace, Optional.of(data("first")), false, false), CLOCK);
    }

    private static Failure failure(Runnable what) {
        WritException thrown = catchThrowableOfType(WritException.class, what::run);
        assertThat(thrown).as("it fails").isNotNull();
        assertThat(thrown.failure().hint()).isNotBlank();
        return thrown.failure();
    }

    private String submit() {
        TestingApi.Answer answer = api.post("/api/v1/tasks", "{\"request\": \"do it\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("id");
    }

    private static List<String> names(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void what_was_accepted_before_a_backup_is_in_it_and_goes_on_from_it() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<String> accepted = new ArrayList<>();
        Thread busy = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                String task = submit();
                synchronized (accepted) {
                    accepted.add(task);
                }
            }
        });
        Path last = folder;
        List<String> before = List.of();
        for (int i = 0; i < 3; i++) {
            synchronized (accepted) {
                before = List.copyOf(accepted);
            }
            last = backup(folder.resolve("backup" + i));
        }
        enough.set(true);
        busy.join();
        api.close();

        Restore.Restored restored = restore(last, "second", false);
        assertThat(restored.hasKey()).isTrue();
        assertThat(restored.aside()).isEmpty();
        assertThat(restored.audit()).startsWith("The log verifies: ");
        api = TestingApi.start(settings("second"), model);
        for (String task : before) {
            api.until(
                    "/api/v1/tasks/" + task,
                    answer -> answer.text("state").equals("completed")
                            || answer.text("state").equals("failed"));
        }
        assertThat(api.post("/api/v1/audit/verification", "{}")
                        .body()
                        .path("holds")
                        .asBoolean())
                .isTrue();
        assertThat(api.get("/api/v1/audit/checkpoint").status()).isEqualTo(200);
    }

    @Test
    void it_is_for_its_owner_alone_and_holds_no_secret() throws IOException {
        Path backup = backup();
        assertThat(names(backup)).containsExactly("audit-checkpoint", "backup.json", "writ.db");
        assertThat(mode(backup)).isEqualTo("rwx------");
        String key = Files.readAllLines(data("first").resolve("audit-key")).getFirst();
        try (Stream<Path> files = Files.list(backup)) {
            assertThat(files).allSatisfy(file -> {
                assertThat(mode(file)).isEqualTo("rw-------");
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(content.contains(key) || content.contains(api.writ.token()))
                        .as("a secret in " + file)
                        .isFalse();
            });
        }
        assertThat(names(folder)).noneMatch(name -> name.startsWith(".writ-backup"));
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_folder_in_which_nothing_is_signed_yet_has_backups_too() {
        Settings settings = settings("new");
        try (TestingApi fresh = TestingApi.start(settings, model)) {
            assertThat(fresh.get("/api/v1/system").status()).isEqualTo(200);
            Backup.Request request = new Backup.Request(folder.resolve("early"), Optional.empty(), false);
            assertThat(Backup.make(settings, request, CLOCK).audit()).startsWith("The log verifies: ");
        }
    }

    @Test
    void keys_are_copied_elsewhere_and_never_over_others() throws IOException {
        Path keys = folder.resolve("keys");
        Settings settings = settings("first");
        Backup.make(settings, new Backup.Request(folder.resolve("one"), Optional.of(keys), false), CLOCK);
        assertThat(keys.resolve("audit-key"))
                .hasSameBinaryContentAs(data("first").resolve("audit-key"));
        assertThat(mode(keys.resolve("audit-key"))).isEqualTo("rw-------");
        Backup.make(settings, new Backup.Request(folder.resolve("two"), Optional.of(keys), false), CLOCK);
        Files.writeString(keys.resolve("audit-key"), "another\n");
        assertThat(failure(() -> Backup.make(
                                settings, new Backup.Request(folder.resolve("three"), Optional.of(keys), false), CLOCK))
                        .code())
                .isEqualTo(FailureCode.CONFLICT);
        Path inside = folder.resolve("four");
        assertThat(failure(() -> Backup.make(
                                settings,
                                new Backup.Request(inside, Optional.of(inside.resolve("keys")), false),
                                CLOCK))
                        .code())
                .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(names(folder)).doesNotContain("three", "four");
    }

    @Test
    void a_folder_that_is_there_gets_a_new_one_and_nothing_is_written_over() throws IOException {
        Path made = backup(folder);
        assertThat(made.getParent()).isEqualTo(folder);
        assertThat(made.getFileName().toString()).matches("writ-backup-[0-9]{8}T[0-9]{6}Z");
        Path file = Files.writeString(folder.resolve("notes"), "mine");
        assertThat(failsToBackUp(file).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(file).hasContent("mine");
    }

    @Test
    void a_log_that_was_changed_is_not_kept_unless_it_is_asked_for() throws IOException {
        api.close();
        sql("UPDATE events SET actor = 'person:eve' WHERE seq = 3");
        Path where = folder.resolve("changed");
        Failure failure = failsToBackUp(where);
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_DAMAGED);
        assertThat(failure.message()).contains("Event 3 is not as it was written.");
        assertThat(names(folder)).noneMatch(name -> name.contains("backup")).doesNotContain("changed");
        Backup.Made made = Backup.make(settings("first"), new Backup.Request(where, Optional.empty(), true), CLOCK);
        assertThat(made.facts().path("verified").asBoolean(true)).isFalse();
        assertThat(failure(() -> restore(where, "second", false)).message()).contains("Event 3");
        assertThat(Files.exists(data("second").resolve("writ.db"))).isFalse();
    }

    private void sql(String sql) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + data("first").resolve("writ.db"))) {
            handle.execute(sql);
        }
    }

    @Test
    void a_damaged_database_gives_no_backup() throws IOException {
        api.close();
        Path database = data("first").resolve("writ.db");
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            for (long at = 8_192; at < channel.size(); at += 4_096) {
                channel.write(ByteBuffer.wrap(new byte[64]), at);
            }
        }
        assertThat(failsToBackUp(folder.resolve("damaged")).code()).isEqualTo(FailureCode.STORE_DAMAGED);
        assertThat(names(folder)).noneMatch(name -> name.contains("backup") || name.equals("damaged"));
    }

    @Test
    void nothing_is_restored_under_a_server_or_over_a_database() throws IOException {
        Path backup = backup();
        assertThat(failure(() -> restore(backup, "first", true)).code()).isEqualTo(FailureCode.STORE_LOCKED);
        api.close();
        byte[] before = Files.readAllBytes(data("first").resolve("writ.db"));
        assertThat(failure(() -> restore(backup, "first", false)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(data("first").resolve("writ.db")).hasBinaryContent(before);
        assertThat(names(data("first"))).doesNotContain("writ.db.restoring");
    }

    @Test
    void what_was_there_is_put_aside_and_signing_goes_on_from_the_backup() throws IOException {
        Path backup = backup();
        submit();
        api.post("/api/v1/audit/checkpoint", "{}");
        api.close();
        Files.writeString(data("first").resolve("writ.db-wal"), "what a killed server left");
        Path aside = restore(backup, "first", true).aside().orElseThrow();
        assertThat(names(aside)).containsExactly("audit-checkpoint", "writ.db", "writ.db-wal");
        assertThat(names(data("first"))).doesNotContain("writ.db-wal");
        assertThat(mode(data("first").resolve("writ.db"))).isEqualTo("rw-------");
        api = TestingApi.start(settings("first"), model);
        submit();
        assertThat(api.post("/api/v1/audit/checkpoint", "{}").status()).isEqualTo(200);
        assertThat(api.post("/api/v1/audit/verification", "{}")
                        .body()
                        .path("holds")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_backup_that_was_changed_is_refused() throws IOException {
        Path backup = backup();
        Path checkpoint = backup.resolve("audit-checkpoint");
        String note = Files.readString(checkpoint);
        Files.writeString(checkpoint, note + "\n");
        assertThat(failure(() -> restore(backup, "second", false)).message()).contains("checkpoint");
        Files.writeString(checkpoint, note);
        try (FileChannel channel = FileChannel.open(backup.resolve("writ.db"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), channel.size() - 1);
        }
        assertThat(failure(() -> restore(backup, "second", false)).message()).contains("damaged");
        Files.writeString(backup.resolve("backup.json"), "{\"writ_backup\": 2}");
        assertThat(failure(() -> restore(backup, "second", false)).code()).isEqualTo(FailureCode.STORE_DAMAGED);
        Files.delete(backup.resolve("backup.json"));
        assertThat(failure(() -> restore(backup, "second", false)).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(names(data("second"))).doesNotContain("writ.db", "writ.db.restoring", "audit-key");
    }

    @Test
    void a_backup_of_a_newer_writ_is_refused() throws IOException {
        Path backup = backup();
        Path facts = backup.resolve("backup.json");
        Files.writeString(facts, Files.readString(facts).replaceFirst("\"schema\" : [0-9]+", "\"schema\" : 999"));
        assertThat(failure(() -> restore(backup, "second", false)).code()).isEqualTo(FailureCode.STORE_NEWER);
    }

    @Test
    void a_folder_with_another_key_does_not_take_it() throws IOException {
        Path backup = backup();
        api.close();
        TestingApi.start(settings("second"), model).close();
        Files.delete(data("second").resolve("writ.db"));
        assertThat(failure(() -> restore(backup, "second", false)).code()).isEqualTo(FailureCode.CONFLICT);
        Restore.Request plain = new Restore.Request(backup, false, Optional.empty(), false, false);
        assertThat(failure(() -> Restore.run(settings("second"), plain, CLOCK)).message())
                .contains("key");
    }

    @Test
    void without_its_key_it_is_restored_and_the_lack_is_told() {
        Restore.Request plain = new Restore.Request(backup(), false, Optional.empty(), false, false);
        Restore.Restored restored = Restore.run(settings("second"), plain, CLOCK);
        assertThat(restored.hasKey()).isFalse();
        assertThat(restored.audit()).startsWith("The log verifies: ");
    }

    @Test
    void tasks_of_a_held_backup_wait_for_a_person() {
        Restore.Request held = new Restore.Request(backup(), false, Optional.of(data("first")), false, true);
        Restore.run(settings("second"), held, CLOCK);
        api.close();
        api = TestingApi.start(settings("second"), model);
        String task = submit();
        api.until("/api/v1/tasks/" + task, answer -> answer.text("state").equals("manual_hold"));
        assertThat(api.get("/api/v1/system").body().path("step_mode").asBoolean())
                .isTrue();
        assertThat(Json.write(api.get("/api/v1/tasks/" + task).body())).contains("step");
    }

    @Test
    void a_database_on_a_server_is_left_to_its_own_tools() {
        Settings settings = TestingApi.settings(folder, Map.of("database", "postgresql://ann@db.example/writ"));
        Backup.Request request = new Backup.Request(folder.resolve("none"), Optional.empty(), false);
        assertThat(failure(() -> Backup.make(settings, request, CLOCK)).message())
                .contains("pg_dump");
    }
}
