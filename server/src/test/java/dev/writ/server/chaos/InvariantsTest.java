package dev.writ.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.chaos.Breach.Invariant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checker that finds nothing proves nothing: each thing that must not be is done to a copy of real data, and found. */
class InvariantsTest {
    private static final String COMMAND =
            "(SELECT MIN(call) FROM tool_usage_events WHERE operation = 'execute_command' AND outcome = 'succeeded')";
    private static final String REQUEST = "(SELECT MIN(id) FROM trees WHERE request LIKE '%mark.sh%')";

    @TempDir
    static Path folder;

    private static Chaos chaos;
    private static int copies;

    @BeforeAll
    static void work() throws Exception {
        Path original = Files.createDirectory(folder.resolve("original"));
        chaos = new Chaos(original, Chaos.Place.ofFile(original.resolve("writ.db")), 1, 7);
        while (chaos.load().acknowledged() < 6
                || chaos.count("SELECT COUNT(*) FROM tool_usage_events WHERE operation = 'execute_command'"
                                + " AND outcome = 'succeeded'")
                        < 2) {
            Thread.sleep(50);
        }
        assertThat(chaos.breaches()).as(chaos::said).isEmpty();
        assertThat(chaos.evidence.marks()).as("marks on the disk").hasSizeGreaterThan(2);
    }

    @AfterAll
    static void stop() throws IOException {
        chaos.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ACKNOWLEDGED_ENDS    | UPDATE tasks SET state = 'agent_responding', finished_at = NULL WHERE id = REQUEST",
                "ACKNOWLEDGED_ENDS    | DELETE FROM tasks WHERE id = REQUEST",
                "ACKNOWLEDGED_ENDS    | UPDATE trees SET finished_at = NULL WHERE id = REQUEST",
                "ACKNOWLEDGED_ENDS    | UPDATE tool_usage_events SET outcome = 'started' WHERE call = COMMAND",
                "ACKNOWLEDGED_ENDS    | UPDATE task_tool_assignments SET state = 'live' WHERE task = REQUEST",
                "UNSAFE_ONCE          | INSERT INTO events (id, at, type, kind, entity) SELECT 'x', at, type, kind, entity FROM events"
                        + " WHERE type = 'tool.started' AND entity = COMMAND",
                "RECORDED_AND_GRANTED | DELETE FROM tool_usage_events WHERE call = COMMAND",
                "RECORDED_AND_GRANTED | DELETE FROM events WHERE type = 'tool.started' AND entity = COMMAND",
                "RECORDED_AND_GRANTED | UPDATE tool_usage_events SET arguments = '{}' WHERE call = COMMAND",
                "RECORDED_AND_GRANTED | UPDATE tool_usage_events SET authority = 'core' WHERE call = COMMAND",
                "RECORDED_AND_GRANTED | UPDATE tool_usage_events SET authority = 'base' WHERE call = COMMAND",
                "RECORDED_AND_GRANTED | UPDATE tool_usage_events SET authority = 'none' WHERE call = COMMAND",
                "RECORDED_AND_GRANTED | DELETE FROM task_tool_assignments WHERE tool = 'terminal'",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET tool = 'github' WHERE tool = 'terminal'",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET operations = '[\"list_commands\"]' WHERE tool = 'terminal'",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET granted_at = granted_at + 60000",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET expires_at = granted_at",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET ended_at = granted_at - 1",
                "RECORDED_AND_GRANTED | UPDATE task_tool_assignments SET maximum_uses = 1, uses = 2 WHERE tool = 'terminal'",
                "WITHIN_BUDGET        | UPDATE trees SET model_calls = 100000 WHERE id = REQUEST",
                "WITHIN_BUDGET        | UPDATE trees SET tokens = 3000000 WHERE id = REQUEST",
                "WITHIN_BUDGET        | UPDATE trees SET reserved_micros = 6000000 WHERE id = REQUEST",
                "WITHIN_BUDGET        | UPDATE trees SET budget = REPLACE(budget, '\"modelCalls\":200', '\"modelCalls\":0')",
                "WITHIN_BUDGET        | UPDATE tasks SET depth = 9 WHERE id = REQUEST"
            })
    void what_is_broken_in_the_database_is_found(Invariant invariant, String change) throws Exception {
        Evidence copy = copy();
        Files.delete(copy.key());
        change(copy, change);
        assertThat(Invariants.breaches(url(copy), copy))
                .extracting(Breach::invariant)
                .contains(invariant);
    }

    @Test
    void a_mark_that_is_there_twice_or_that_no_call_made_is_found() throws Exception {
        Evidence copy = copy();
        Files.delete(copy.key());
        append(copy, Evidence.EDITS, copy.marks().keySet().iterator().next());
        append(copy, Evidence.COMMANDS, "mark-777777");
        assertThat(Invariants.breaches(url(copy), copy))
                .extracting(Breach::invariant)
                .containsExactlyInAnyOrder(Invariant.UNSAFE_ONCE, Invariant.RECORDED_AND_GRANTED);
    }

    @Test
    void a_request_that_was_acknowledged_and_is_nowhere_is_found() throws Exception {
        Evidence copy = copy();
        Files.delete(copy.key());
        copy.acknowledged("task_lost");
        assertThat(Invariants.breaches(url(copy), copy))
                .extracting(Breach::toString)
                .containsExactly("ACKNOWLEDGED_ENDS: request task_lost was acknowledged and has no end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UPDATE events SET actor = 'person:mallory' WHERE seq = 5",
                "UPDATE tool_usage_events SET summary = 'nothing happened' WHERE call = COMMAND",
                "DELETE FROM events WHERE seq = 7"
            })
    void a_log_that_was_changed_does_not_verify(String change) throws Exception {
        Evidence copy = copy();
        change(copy, change);
        assertThat(Invariants.breaches(url(copy), copy))
                .extracting(Breach::invariant)
                .contains(Invariant.AUDIT_VERIFIES);
    }

    private static Evidence copy() throws IOException {
        Path to = folder.resolve("copy-" + copies++);
        Path from = chaos.evidence.folder();
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.startsWith(from.resolve("server-0"))).forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return new Evidence(to);
    }

    private static String url(Evidence copy) {
        return "jdbc:sqlite:" + copy.folder().resolve("writ.db");
    }

    /** The change must find something to change, or it would prove nothing. */
    private static void change(Evidence copy, String change) throws Exception {
        try (Connection database = DriverManager.getConnection(url(copy));
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate(
                            change.replace("COMMAND", COMMAND).replace("REQUEST", REQUEST)))
                    .isPositive();
        }
    }

    private static void append(Evidence copy, String file, String mark) throws IOException {
        Files.writeString(copy.workspace().resolve(file), mark + "\n", StandardOpenOption.APPEND);
    }
}
