package dev.writ.server.chaos;

import static dev.writ.server.chaos.Breach.Invariant.ACKNOWLEDGED_ENDS;
import static dev.writ.server.chaos.Breach.Invariant.RECORDED_AND_GRANTED;
import static dev.writ.server.chaos.Breach.Invariant.UNSAFE_ONCE;
import static dev.writ.server.chaos.Breach.Invariant.WITHIN_BUDGET;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must hold of a database and of what agents did on the disk, whatever failed meanwhile. Reads tables and files, and
 * shares no code with what wrote them. To be used once all work has ended.
 */
final class Invariants {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FINAL = "('completed', 'failed', 'cancelled')";

    /** What Writ asks of itself, such as recovery, may wait for minutes, or for a person. */
    private static final String OF_PEOPLE = "tree NOT IN (SELECT id FROM trees WHERE submitted_by = 'policy')";

    private final Connection database;
    private final Evidence evidence;
    private final List<Breach> breaches = new ArrayList<>();

    private Invariants(Connection database, Evidence evidence) {
        this.database = database;
        this.evidence = evidence;
    }

    /** What does not hold; empty where all does. */
    static List<Breach> breaches(String jdbcUrl, Evidence evidence) throws Exception {
        try (Connection database = DriverManager.getConnection(jdbcUrl)) {
            Invariants all = new Invariants(database, evidence);
            all.everyRequestHasEnded();
            all.nothingUnsafeRanTwice();
            all.everyMarkIsOnRecord();
            all.everyCallHadItsAuthority();
            all.noBudgetWasExceeded();
            AuditOfTables.verify(database, evidence).ifPresent(all.breaches::add);
            return all.breaches;
        }
    }

    private void everyRequestHasEnded() throws SQLException {
        Set<String> ended = new HashSet<>();
        each(
                "SELECT id FROM tasks WHERE finished_at IS NOT NULL AND state IN " + FINAL,
                row -> ended.add(row.getString(1)));
        for (String task : evidence.acknowledged()) {
            if (!ended.contains(task)) {
                breach(ACKNOWLEDGED_ENDS, "request " + task + " was acknowledged and has no end");
            }
        }
        each(
                "SELECT id, state FROM tasks WHERE (finished_at IS NULL OR state NOT IN " + FINAL + ") AND "
                        + OF_PEOPLE,
                row -> breach(ACKNOWLEDGED_ENDS, "task " + row.getString(1) + " is " + row.getString(2)));
        each(
                "SELECT id FROM trees WHERE finished_at IS NULL AND submitted_by <> 'policy'",
                row -> breach(ACKNOWLEDGED_ENDS, "the tree " + row.getString(1) + " has no end"));
        each(
                "SELECT call, outcome FROM tool_usage_events WHERE outcome IN ('started', 'waiting') AND " + OF_PEOPLE,
                row -> breach(ACKNOWLEDGED_ENDS, "call " + row.getString(1) + " is " + row.getString(2)));
        each(
                "SELECT id, task FROM task_tool_assignments WHERE state = 'live' AND " + OF_PEOPLE,
                row -> breach(ACKNOWLEDGED_ENDS, "grant " + row.getString(1) + " outlives task " + row.getString(2)));
    }

    /** Each request asks for one mark, each mark is made by one call, and a call that is unsafe is begun once. */
    private void nothingUnsafeRanTwice() throws SQLException {
        evidence.marks().forEach((mark, times) -> {
            if (times > 1) {
                breach(UNSAFE_ONCE, mark + " was made " + times + " times");
            }
        });
        each("""
                SELECT c.call, COUNT(*) FROM tool_usage_events c
                JOIN events e ON e.kind = 'tool_call' AND e.entity = c.call AND e.type = 'tool.started'
                WHERE c.effect = 'unsafe' GROUP BY c.call HAVING COUNT(*) > 1
                """, row -> breach(UNSAFE_ONCE, "call " + row.getString(1) + " was begun " + row.getLong(2) + " times"));
    }

    private void everyMarkIsOnRecord() throws SQLException {
        for (String mark : evidence.marks().keySet()) {
            long begun = count("""
                    SELECT COUNT(DISTINCT c.call) FROM tool_usage_events c
                    JOIN events e ON e.kind = 'tool_call' AND e.entity = c.call AND e.type = 'tool.started'
                    WHERE c.effect = 'unsafe' AND (c.arguments LIKE ? ESCAPE '!'
                         OR c.arguments LIKE ? ESCAPE '!' OR c.arguments LIKE ? ESCAPE '!')
                    """, "%\"" + mark + "\"%", "% " + mark + "\"%", "%\"" + mark + "\\n\"%");
            if (begun == 0) {
                breach(RECORDED_AND_GRANTED, mark + " was made, and no call is on record that began to");
            }
        }
    }

    /** At each moment at which a call began. */
    private void everyCallHadItsAuthority() throws SQLException {
        each("""
                SELECT e.entity, e.at, c.call, c.task, c.tool, c.operation, c.agent, c.authority, c.assignment,
                       g.id, g.task, g.tool, g.operations, g.granted_at, g.expires_at, g.ended_at, g.maximum_uses, g.uses,
                       (SELECT COUNT(*) FROM agent_base_permissions b WHERE b.agent = c.agent AND b.tool = c.tool)
                FROM events e LEFT JOIN tool_usage_events c ON c.call = e.entity
                LEFT JOIN task_tool_assignments g ON g.id = c.assignment
                WHERE e.type = 'tool.started'
                """, row -> {
            String call = "call " + row.getString(1);
            if (row.getString(3) == null) {
                breach(RECORDED_AND_GRANTED, call + " began, and has no record");
                return;
            }
            switch (row.getString(8)) {
                case "core" -> {
                    if (!row.getString(5).equals("core")) {
                        breach(RECORDED_AND_GRANTED, call + " of " + row.getString(5) + " ran without a grant");
                    }
                }
                case "base" -> {
                    if (row.getLong(19) == 0) {
                        breach(RECORDED_AND_GRANTED, call + ": its agent has no such base permission");
                    }
                }
                case "grant" -> granted(call, row);
                default -> breach(RECORDED_AND_GRANTED, call + " ran by authority of " + row.getString(8));
            }
        });
    }

    private void granted(String call, ResultSet row) throws SQLException {
        long began = row.getLong(2);
        if (row.getString(10) == null) {
            breach(RECORDED_AND_GRANTED, call + " ran under a grant that is not there: " + row.getString(9));
            return;
        }
        if (!row.getString(4).equals(row.getString(11))
                || !row.getString(5).equals(row.getString(12))
                || !names(row.getString(13), row.getString(6))) {
            breach(RECORDED_AND_GRANTED, call + " ran under a grant for something else: " + row.getString(10));
        }
        long grantedAt = row.getLong(14);
        long expiresAt = row.getLong(15);
        long endedAt = row.getLong(16);
        boolean ended = !row.wasNull() && endedAt < began;
        if (began < grantedAt || began >= expiresAt || ended) {
            breach(RECORDED_AND_GRANTED, call + " began when its grant " + row.getString(10) + " was not live");
        }
        if (row.getLong(17) > 0 && row.getLong(18) > row.getLong(17)) {
            breach(RECORDED_AND_GRANTED, "grant " + row.getString(10) + " was used too often");
        }
    }

    private static boolean names(String operations, String operation) {
        JsonNode listed = JSON.readTree(operations);
        return listed.isEmpty()
                || listed.valueStream().anyMatch(one -> one.asString("").equals(operation));
    }

    private void noBudgetWasExceeded() throws SQLException {
        each("""
                SELECT t.id, t.budget, t.model_calls, t.tokens + t.reserved_tokens, t.cost_micros + t.reserved_micros,
                       t.subtasks, (SELECT MAX(depth) FROM tasks k WHERE k.tree = t.id),
                       (SELECT COUNT(*) FROM events e WHERE e.tree = t.id AND e.type = 'model.called')
                FROM trees t
                """, row -> {
            JsonNode budget = JSON.readTree(row.getString(2));
            within(row.getString(1), "model calls", row.getLong(3), budget.path("modelCalls"));
            within(row.getString(1), "model calls on record", row.getLong(8), budget.path("modelCalls"));
            within(row.getString(1), "tokens", row.getLong(4), budget.path("tokens"));
            within(row.getString(1), "millionths of a dollar", row.getLong(5), budget.path("costMicros"));
            within(row.getString(1), "subtasks", row.getLong(6), budget.path("subtasks"));
            within(row.getString(1), "levels", row.getLong(7), budget.path("depth"));
        });
    }

    private void within(String tree, String what, long spent, JsonNode most) {
        if (!most.isIntegralNumber() || spent > most.longValue()) {
            breach(WITHIN_BUDGET, "request " + tree + " used " + spent + " " + what + " of " + most);
        }
    }

    private void breach(Breach.Invariant invariant, String what) {
        breaches.add(new Breach(invariant, what));
    }

    /** What is done with a row. */
    @FunctionalInterface
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void each(String sql, Row reader) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.take(rows);
            }
        }
    }

    private long count(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
