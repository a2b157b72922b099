package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.backup.Migrate;
import dev.writ.store.transfer.Moved;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of Writ moves from a file to a server and back, and goes on there. */
class MigrateTest {
    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private String database;
    private TestingWrit writ;
    private Task ended;
    private Task waiting;

    @BeforeEach
    void work_a_while() throws IOException {
        database = TestingPostgres.address(folder);
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "alpha\n");
        model.worker(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult());
        writ = TestingWrit.start(folder, model);
        ended = writ.run(work("read a.txt").in(workspace, Set.of()));
        model.worker(calls("need_more_tools", """
                        {"request": "write", "justification": "asked for", "tools": ["file_edit"],
                         "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}"""), ends("it was granted"));
        waiting = writ.submit(work("write").in(workspace, Set.of()));
        writ.approval(waiting.tree());
        writ.close();
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private Settings settings(String database) {
        return Settings.load(Map.of("database", database), Map.of("HOME", folder.toString()));
    }

    private Migrate.Done migrate(String from, String to) {
        return Migrate.run(settings(from), settings(to), false, InstantSource.system(), moved -> {});
    }

    private Failure fails(String from, String to) {
        WritException thrown = catchThrowableOfType(WritException.class, () -> migrate(from, to));
        assertThat(thrown).as("it fails").isNotNull();
        return thrown.failure();
    }

    private Path file() {
        return settings("").databaseFile();
    }

    private void sql(String sql) {
        try (Handle handle = Jdbi.open("jdbc:sqlite:" + file())) {
            handle.execute(sql);
        }
    }

    @Test
    void everything_is_there_and_what_waited_goes_on() throws IOException {
        byte[] before = Files.readAllBytes(file());
        Migrate.Done done = migrate("", database);
        assertThat(done.audit()).startsWith("The log verifies: ");
        assertThat(done.tables()).extracting(Moved::table).contains("events", "tool_usage_events", "scheduled_tasks");
        assertThat(file()).hasBinaryContent(before);

        writ = TestingWrit.node(folder, database, model);
        assertThat(writ.task(ended.id()).result()).isEqualTo(ended.result());
        assertThat(writ.parts().audit().verify().findings()).isEmpty();
        writ.parts()
                .desk()
                .decide(
                        writ.approval(waiting.tree()).id(),
                        dev.writ.permission.ApprovalRequest.Answer.Approve.asAsked(),
                        "person:ann",
                        "fine");
        assertThat(writ.ended(waiting.id()).state()).isEqualTo(TaskState.COMPLETED);
        writ.parts().audit().checkpoint();
        assertThat(writ.parts().audit().verify().findings()).isEmpty();
    }

    @Test
    void it_comes_back_as_it_was() throws IOException {
        List<Moved> up = migrate("", database).tables();
        Path kept = Files.move(file(), folder.resolve("kept.db"));
        List<Moved> down = migrate(database, "").tables();
        assertThat(down).containsExactlyInAnyOrderElementsOf(up);
        assertThat(Files.exists(kept)).isTrue();
        try (var files = Files.list(file().getParent())) {
            assertThat(files.map(one -> one.getFileName().toString()))
                    .contains("writ.db")
                    .noneMatch(name -> name.contains("migrating"));
        }
        writ = TestingWrit.start(folder, model);
        assertThat(writ.task(waiting.id()).state().isFinal()).isFalse();
        assertThat(writ.parts().audit().verify().findings()).isEmpty();
    }

    @Test
    void neither_database_may_be_in_use() {
        writ = TestingWrit.node(folder, database, model);
        assertThat(fails("", database).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(fails(database, "").code()).isEqualTo(FailureCode.CONFLICT);
        Path elsewhere = folder.resolve("elsewhere.db");
        assertThat(fails(database, "jdbc:sqlite:" + elsewhere).code()).isEqualTo(FailureCode.STORE_LOCKED);
        assertThat(Files.exists(elsewhere)).isFalse();
    }

    @Test
    void a_file_that_a_server_has_is_not_moved() {
        try (DataFolder held = DataFolder.open(settings("").dataFolder())) {
            assertThat(held.path()).isDirectory();
            assertThat(fails("", database).code()).isEqualTo(FailureCode.STORE_LOCKED);
        }
    }

    @Test
    void a_log_that_was_changed_is_not_moved() {
        sql("UPDATE tool_usage_events SET summary = 'nothing'");
        Failure failure = fails("", database);
        assertThat(failure.code()).isEqualTo(FailureCode.STORE_DAMAGED);
        assertThat(failure.message()).startsWith("Nothing was moved: ").contains("tool_usage_events");
        Migrate.Done done = Migrate.run(settings(""), settings(database), true, InstantSource.system(), moved -> {});
        assertThat(done.audit()).contains("does not verify");
    }

    @Test
    void a_database_of_another_version_or_of_nobody_is_refused() {
        sql("UPDATE flyway_schema_history SET version = '99' WHERE installed_rank ="
                + " (SELECT MAX(installed_rank) FROM flyway_schema_history)");
        assertThat(fails("", database).code()).isEqualTo(FailureCode.STORE_NEWER);
        sql("UPDATE flyway_schema_history SET version = '5' WHERE version = '99'");
        assertThat(fails("", database).message()).contains("older Writ");
        sql("UPDATE flyway_schema_history SET version = '"
                + dev.writ.store.SqliteCopy.newestVersion() + "' WHERE installed_rank ="
                + " (SELECT MAX(installed_rank) FROM flyway_schema_history)");
        TestingPostgres.executeIn(folder, "CREATE TABLE somebody_else_s (id INTEGER)");
        assertThat(fails("", database).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(fails("", "").code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }
}
