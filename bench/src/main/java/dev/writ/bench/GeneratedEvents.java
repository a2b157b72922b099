package dev.writ.bench;

import dev.writ.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Fills the event log with the work of twelve agents: calls that begin and end, each with its record, some denied, model
 * calls, grants and what people decide, and now and then an anomaly; with durations over five orders of magnitude. The same
 * seed gives the same events.
 */
final class GeneratedEvents {
    private static final int AGENTS = 12;
    private static final int A_COMMIT = 50_000;
    private static final int AN_ANOMALY = 5_000;
    private static final List<String> OPERATIONS = List.of(
            "file_system_listing.read_file",
            "file_system_listing.list_directory",
            "file_system_listing.search_content",
            "file_edit.write_file",
            "file_edit.edit_file",
            "terminal.execute_command",
            "sql_lite.execute_query",
            "github.status",
            "github.commit",
            "message_user.send_message");

    private final Random random;
    private final Instant from;
    private final double millisBetween;
    private long number;
    private long committed;
    private long anomalies;

    /** @param events over so many days */
    GeneratedEvents(long seed, Instant from, int days, long events) {
        this.random = new Random(seed);
        this.from = from;
        this.millisBetween = days * 86_400_000.0 / events;
    }

    void fill(Database database, long events, LongConsumer progress) throws SQLException {
        try (Connection connection = database.writerDataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO events (id, at, type, kind, entity, tree, task, actor, outcome, duration_micros, data)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """);
                PreparedStatement usage = connection.prepareStatement("""
                        INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash,
                                                       arguments, accesses, effect, started_at, finished_at, outcome, rule)
                        VALUES (?, ?, ?, ?, ?, ?, 'base', ?, '{"path": "src/main/App.java"}', ?, 'pure', ?, ?, ?, ?)
                        """);
                PreparedStatement anomaly = connection.prepareStatement("""
                        INSERT INTO anomalies (id, kind, pattern, agent, detected_at, from_at, until_at, measured,
                                               explanation, figures, evidence, reactions, state)
                        VALUES (?, 'denial_burst', ?, ?, ?, ?, ?, 20, '20 of 20 calls were denied.', '{"denied": 20}',
                                '[1, 2, 3]', '["alert"]', ?)
                        """)) {
            connection.setAutoCommit(false);
            while (number < events) {
                switch (random.nextInt(40)) {
                    case 0, 1, 2, 3 -> model(insert);
                    case 4 -> grant(insert);
                    default -> call(insert, usage);
                }
                while (number / AN_ANOMALY > anomalies) {
                    anomaly(anomaly);
                }
                if (number / A_COMMIT > committed) {
                    committed = number / A_COMMIT;
                    insert.executeBatch();
                    usage.executeBatch();
                    anomaly.executeBatch();
                    connection.commit();
                    progress.accept(number);
                }
            }
            insert.executeBatch();
            usage.executeBatch();
            anomaly.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private void call(PreparedStatement insert, PreparedStatement usage) throws SQLException {
        String agent = "agent_" + Math.min(random.nextInt(AGENTS), random.nextInt(AGENTS));
        String[] operation = OPERATIONS.get(random.nextInt(OPERATIONS.size())).split("\\.", 2);
        String data = "{\"tool\":\"" + operation[0] + "\",\"operation\":\"" + operation[1] + "\",\"agent\":\"" + agent
                + "\",\"authority\":\"base\",\"assignment\":\"\"";
        String check = ",\"check_nanos\":" + (5_000 + random.nextInt(60_000));
        String call = "call_%020d".formatted(number);
        if (random.nextInt(50) == 0) {
            used(usage, call, agent, operation, "denied");
            row(insert, "tool.denied", "tool_call", call, agent, "denied", 30, data + check + ",\"rule\":\"scope\"}");
            return;
        }
        row(insert, "tool.started", "tool_call", call, agent, "", 0, data + check + "}");
        boolean failed = random.nextInt(20) == 0;
        used(usage, call, agent, operation, failed ? "failed" : "succeeded");
        row(
                insert,
                failed ? "tool.failed" : "tool.succeeded",
                "tool_call",
                call,
                agent,
                failed ? "failed" : "succeeded",
                micros(3),
                data + ",\"bytes\":" + random.nextInt(4_000) + "}");
    }

    private void used(PreparedStatement usage, String call, String agent, String[] operation, String outcome)
            throws SQLException {
        usage.setString(1, call);
        usage.setString(2, task());
        usage.setString(3, tree());
        usage.setString(4, agent);
        usage.setString(5, operation[0]);
        usage.setString(6, operation[1]);
        usage.setString(7, "%064x".formatted(number));
        usage.setString(8, "[{\"path\": \"src/file" + random.nextInt(2_000) + ".java\", \"verb\": \"read\"}]");
        usage.setLong(9, at());
        usage.setLong(10, at());
        usage.setString(11, outcome);
        usage.setString(12, outcome.equals("denied") ? "scope" : "");
        usage.addBatch();
    }

    /** One in a hundred is open still. */
    private void anomaly(PreparedStatement anomaly) throws SQLException {
        String agent = "agent_" + random.nextInt(AGENTS);
        anomaly.setString(1, "anomaly_%020d".formatted(++anomalies));
        anomaly.setString(2, "denial_burst:" + agent);
        anomaly.setString(3, agent);
        anomaly.setLong(4, at());
        anomaly.setLong(5, at() - 600_000);
        anomaly.setLong(6, at());
        anomaly.setString(7, anomalies % 100 == 0 ? "open" : "resolved");
        anomaly.addBatch();
    }

    /** One in ten was asked of a person; one in a hundred is revoked. */
    private void grant(PreparedStatement insert) throws SQLException {
        String agent = "agent_" + random.nextInt(AGENTS);
        String data = "{\"tool\":\"terminal\",\"agent\":\"" + agent + "\",\"reason\":\"needed\"}";
        String id = "%020d".formatted(number);
        if (random.nextInt(10) == 0) {
            String answer = random.nextInt(5) == 0 ? "denied" : "approved";
            row(insert, "approval.requested", "approval", "approval_" + id, agent, "", 0, data);
            row(insert, "approval." + answer, "approval", "approval_" + id, agent, answer, micros(6), data);
        }
        row(insert, "grant.issued", "grant", "grant_" + id, agent, "", 0, data);
        String end = random.nextInt(100) == 0 ? "revoked" : "expired";
        row(insert, "grant." + end, "grant", "grant_" + id, agent, end, micros(7), data);
    }

    private void model(PreparedStatement insert) throws SQLException {
        String agent = "agent_" + random.nextInt(AGENTS);
        String data = "{\"model\":\"model_" + random.nextInt(3) + "\",\"agent\":\"" + agent
                + "\",\"input_tokens\":900,\"output_tokens\":120,\"cost_micros\":40}";
        row(insert, "model.called", "model_call", "task." + number, agent, "succeeded", micros(5), data);
    }

    /** From a hundred microseconds on, more rarely the longer. */
    private long micros(int decades) {
        return Math.round(100 * Math.pow(10, Math.abs(random.nextGaussian()) * decades / 3));
    }

    private void row(
            PreparedStatement insert,
            String type,
            String kind,
            String entity,
            String agent,
            String outcome,
            long micros,
            String data)
            throws SQLException {
        insert.setString(1, "event_%020d".formatted(number));
        insert.setLong(2, at());
        insert.setString(3, type);
        insert.setString(4, kind);
        insert.setString(5, entity);
        insert.setString(6, tree());
        insert.setString(7, task());
        insert.setString(8, "agent:" + agent);
        insert.setString(9, outcome);
        insert.setLong(10, micros);
        insert.setString(11, data);
        insert.addBatch();
        number++;
    }

    private long at() {
        return from.toEpochMilli() + Math.round(number * millisBetween);
    }

    private String task() {
        return "task_%020d".formatted(number / 40);
    }

    private String tree() {
        return "tree_%020d".formatted(number / 160);
    }
}
