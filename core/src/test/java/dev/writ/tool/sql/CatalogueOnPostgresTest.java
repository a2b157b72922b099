package dev.writ.tool.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.event.FailureSignature;
import dev.writ.event.NewEvent;
import dev.writ.store.PostgresAddress;
import dev.writ.store.TestingPostgres;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The same rows give the same answers in both databases. */
class CatalogueOnPostgresTest {
    private static final List<String> TABLES = List.of(
            "events",
            "entities",
            "entity_versions",
            "trees",
            "tasks",
            "process_steps",
            "agent_base_permissions",
            "task_tool_assignments",
            "tool_usage_events",
            "approvals",
            "file_changes");

    private static final List<String> MESSAGES = List.of(
            "Cannot open 'a b.txt' at /srv/src/Main.java:12.",
            "Cannot open \"other\" at C/../x.",
            "task_0123456789abcdefghjk doesn't exist, see https://example.org/a?b=1.5",
            "id 123e4567-e89b-12d3-a456-426614174000 and deadbeefdeadbeef took 1,234.5 ms (12:30:01)",
            "it's   `code` and\tnothing\nelse",
            "",
            "3 of 4 failed; 5 left");

    @TempDir
    Path folder;

    @Test
    void everyQueryGivesTheSameRows() throws Exception {
        TestingPostgres.open(folder).close();
        PostgresAddress address = TestingPostgres.address(folder);
        try (TestingRecords records = new TestingRecords(folder);
                Connection target = DriverManager.getConnection(address.jdbcUrl(), address.user(), "")) {
            fill(records);
            try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + records.file())) {
                copy(source, target);
            }
            TestingSql sqlite = new TestingSql(SqlDatabases.writ(records.file()));
            TestingSql other = new TestingSql(SqlDatabases.writ(address.jdbcUrl(), address.user(), ""));
            for (SqlQuery query : Catalogue.queries(SqlKind.SQLITE)) {
                String parameters =
                        switch (query.name()) {
                            case "tasks_of_tree" -> "{\"tree\": \"tree_1\"}";
                            case "calls_of_task" -> "{\"task\": \"task_1\"}";
                            default -> "{}";
                        };
                List<String> rows = comparable(sqlite.query(query.name(), parameters));
                assertThat(rows).as(query.name()).isNotEmpty();
                assertThat(comparable(other.query(query.name(), parameters)))
                        .as(query.name())
                        .containsExactlyInAnyOrderElementsOf(rows);
            }
            assertThat(sqlite.query("error_signatures", "{}")
                            .path("rows")
                            .valueStream()
                            .map(row -> row.path("signature").asString()))
                    .containsExactlyInAnyOrderElementsOf(MESSAGES.stream()
                            .map(FailureSignature::of)
                            .distinct()
                            .toList());
        }
    }

    /** Numbers to two places: the databases add and round in different ways behind that. */
    private static List<String> comparable(JsonNode data) {
        return data.path("rows")
                .valueStream()
                .map(row -> row.propertyStream()
                        .map(cell -> cell.getKey() + "=" + comparableCell(cell.getValue()))
                        .toList()
                        .toString())
                .toList();
    }

    private static String comparableCell(JsonNode value) {
        return value.isNumber()
                ? new BigDecimal(value.asString())
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString()
                : value.toString();
    }

    private static void fill(TestingRecords records) {
        Random random = new Random(11);
        records.tree("tree_1");
        List<String> states = List.of("completed", "failed", "agent_responding");
        for (int i = 0; i < 12; i++) {
            String state = states.get(i % 3);
            long ended = i % 3 == 2 ? -1 : i * 7L + 1;
            records.task("task_" + i, i % 2 == 0 ? "worker" : "planning_agent", "process_" + i % 4, state, i, ended, i);
            records.insert(
                    "process_steps",
                    Map.of(
                            "task",
                            "task_" + i,
                            "position",
                            0,
                            "name",
                            "step_" + i % 2,
                            "result",
                            "{}",
                            "started_at",
                            TestingRecords.millis(i),
                            "finished_at",
                            TestingRecords.millis(i) + i * 10L));
            records.grant(
                    "task_" + i, "worker", i % 2 == 0 ? "terminal" : "file_edit", i < 6 ? "live" : "expired", i, i / 3);
            records.event(NewEvent.of("model.called", "model_call", "m" + i)
                    .ended("succeeded", Duration.ofMillis(i * 10L))
                    .with("model", "model_" + i % 2)
                    .with("agent", "worker")
                    .with("input_tokens", i)
                    .with("cost_micros", 3L * i));
        }
        List<String> outcomes = List.of("succeeded", "failed", "denied");
        for (int i = 0; i < 210; i++) {
            String outcome = outcomes.get(i % 3);
            String failure = outcome.equals("failed") ? MESSAGES.get(i / 3 % MESSAGES.size()) : "";
            records.call(
                    "task_" + i % 12,
                    "worker",
                    i % 2 == 0 ? "terminal.execute_command" : "file_edit.write_file",
                    outcome,
                    i,
                    random.nextInt(500),
                    failure,
                    "{\"argv\":[\"run\",\"it " + i % 5 + "\"]}");
        }
        records.database()
                .writeOnly(
                        transaction -> transaction
                                .handle()
                                .execute(
                                        "UPDATE tasks SET failure = '{\"message\": \"3 of 4 failed; 5 left\"}' WHERE state = 'failed'"));
        records.insert(
                "approvals",
                Map.of(
                        "id",
                        "a1",
                        "task",
                        "task_1",
                        "tree",
                        "tree_1",
                        "agent",
                        "worker",
                        "kind",
                        "grant",
                        "proposal",
                        "{}",
                        "reason",
                        "r",
                        "state",
                        "waiting",
                        "created_at",
                        1,
                        "expires_at",
                        2));
        records.insert(
                "file_changes",
                Map.of(
                        "id",
                        "c1",
                        "call",
                        "x",
                        "task",
                        "task_1",
                        "tree",
                        "tree_1",
                        "workspace",
                        "w",
                        "path",
                        "a.txt",
                        "action",
                        "write",
                        "state",
                        "done",
                        "created_at",
                        5));
        records.insert(
                "entities",
                Map.of(
                        "id",
                        "e1",
                        "kind",
                        "agent",
                        "name",
                        "worker",
                        "active_version",
                        1,
                        "status",
                        "active",
                        "version",
                        1,
                        "created_at",
                        1,
                        "updated_at",
                        1));
        records.insert(
                "entity_versions",
                Map.of(
                        "entity",
                        "e1",
                        "version",
                        1,
                        "content",
                        "{}",
                        "hash",
                        "h",
                        "author",
                        "a",
                        "reason",
                        "r",
                        "created_at",
                        1));
        records.insert("agent_base_permissions", Map.of("agent", "worker", "tool", "message_user", "scope", "{}"));
    }

    private static void copy(Connection source, Connection target) throws Exception {
        for (String table : TABLES) {
            try (Statement reading = source.createStatement();
                    var rows = reading.executeQuery("SELECT * FROM " + table)) {
                int columns = rows.getMetaData().getColumnCount();
                String holes = "?" + ", ?".repeat(columns - 1);
                try (PreparedStatement insert = target.prepareStatement(
                        "INSERT INTO " + table + " OVERRIDING SYSTEM VALUE VALUES (" + holes + ")")) {
                    while (rows.next()) {
                        for (int i = 1; i <= columns; i++) {
                            insert.setObject(i, rows.getObject(i));
                        }
                        insert.execute();
                    }
                }
            }
        }
    }
}
