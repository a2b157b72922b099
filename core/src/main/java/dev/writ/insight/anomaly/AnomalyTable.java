package dev.writ.insight.anomaly;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Finding.Subject;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The SQL of table {@code anomalies}. */
final class AnomalyTable {
    /** Numbers of events kept with one; the rest is found by its period. */
    static final int MOST_EVIDENCE = 50;

    private AnomalyTable() {}

    static void insert(Transaction transaction, Anomaly anomaly) {
        Finding finding = anomaly.finding();
        Subject subject = finding.subject();
        transaction.execute(
                """
                INSERT INTO anomalies (id, kind, pattern, agent, tool, operation, task, tree, assignment, detected_at,
                                       from_at, until_at, measured, explanation, figures, evidence, reactions, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                anomaly.id(),
                finding.kind().id(),
                finding.pattern(),
                subject.agent(),
                subject.tool(),
                subject.operation(),
                subject.task(),
                subject.tree(),
                subject.assignment(),
                anomaly.detectedAt().toEpochMilli(),
                finding.period().from().toEpochMilli(),
                finding.period().until().toEpochMilli(),
                finding.measured(),
                finding.explanation(),
                Json.write(finding.figures()),
                Json.write(numbers(finding.evidence())),
                Json.write(Json.array(
                        anomaly.reactions().stream().map(Reaction::id).sorted().toList())),
                anomaly.state());
    }

    private static JsonNode numbers(List<Long> numbers) {
        var array = Json.array();
        numbers.forEach(array::add);
        return array;
    }

    static Optional<Anomaly> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM anomalies WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** The largest measure of the pattern that was raised since then. */
    static Optional<Double> largest(Handle handle, String pattern, Instant since) {
        return handle.createQuery(
                        "SELECT MAX(measured) FROM anomalies WHERE pattern = :pattern AND detected_at >= :since")
                .bind("pattern", pattern)
                .bind("since", since.toEpochMilli())
                .mapTo(Double.class)
                .findOne();
    }

    /** Newest first; empty texts match everything. */
    static List<Anomaly> list(Handle handle, String state, String kind, String agent, Period period, int limit) {
        return handle.createQuery("""
                        SELECT * FROM anomalies
                        WHERE detected_at >= :from AND detected_at < :until AND (:state = '' OR state = :state)
                          AND (:kind = '' OR kind = :kind) AND (:agent = '' OR agent = :agent)
                        ORDER BY detected_at DESC, id DESC LIMIT :limit
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("state", state)
                .bind("kind", kind)
                .bind("agent", agent)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    private static Anomaly read(ResultSet row) throws SQLException {
        Subject subject = new Subject(
                row.getString("agent"),
                row.getString("tool"),
                row.getString("operation"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("assignment"));
        Finding finding = new Finding(
                AnomalyKind.parse(row.getString("kind")),
                row.getString("pattern"),
                subject,
                new Period(Instant.ofEpochMilli(row.getLong("from_at")), Instant.ofEpochMilli(row.getLong("until_at"))),
                row.getDouble("measured"),
                row.getString("explanation"),
                Json.parseObject(row.getString("figures")),
                Json.parse(row.getString("evidence"))
                        .valueStream()
                        .map(JsonNode::asLong)
                        .toList());
        long ended = row.getLong("ended_at");
        return new Anomaly(
                row.getString("id"),
                finding,
                Instant.ofEpochMilli(row.getLong("detected_at")),
                reactions(row.getString("reactions")),
                row.getString("state"),
                row.getString("feedback"),
                row.getString("note"),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)),
                row.getString("ended_by"));
    }

    private static Set<Reaction> reactions(String json) {
        return Json.parse(json)
                .valueStream()
                .map(reaction -> Reaction.parse(reaction.asString("")))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reaction.class)));
    }
}
