package dev.writ.recovery;

import dev.writ.Json;
import dev.writ.recovery.health.Finding;
import dev.writ.recovery.health.Sign;
import dev.writ.recovery.health.Subject;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The SQL of {@code incidents} and {@code incident_steps}. */
final class IncidentTable {
    static final int MOST_EVIDENCE = 50;

    private IncidentTable() {}

    static Optional<Incident> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM incidents WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Newest first; an empty state matches all, {@code unended} those that go on. */
    static List<Incident> list(Handle handle, String state, int limit) {
        return handle.createQuery("""
                        SELECT * FROM incidents
                        WHERE :state = '' OR state = :state OR (:state = 'unended' AND ended_at = 0)
                        ORDER BY opened_at DESC, id DESC LIMIT :limit
                        """)
                .bind("state", state)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    /** Of the same kind, newest first. */
    static List<Incident> alike(Handle handle, Finding finding, Instant from) {
        return handle.createQuery("""
                        SELECT * FROM incidents
                        WHERE sign = :sign AND signature = :signature AND kind = :kind AND entity = :entity
                          AND (ended_at = 0 OR ended_at >= :from)
                        ORDER BY opened_at DESC, id DESC
                        """)
                .bind("sign", finding.sign().id())
                .bind("signature", finding.signature())
                .bind("kind", finding.subject().kind())
                .bind("entity", finding.subject().name())
                .bind("from", from.toEpochMilli())
                .map((row, context) -> read(row))
                .list();
    }

    static void insert(Transaction transaction, String id, Finding finding, int times, long now) {
        List<String> evidence = finding.sightings().stream()
                .map(sighting -> sighting.id())
                .filter(one -> !one.isEmpty())
                .limit(MOST_EVIDENCE)
                .toList();
        transaction.execute(
                """
                INSERT INTO incidents (id, sign, signature, kind, entity, cause, known, facts, evidence, state, times,
                                       opened_at, last_seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)
                """,
                id,
                finding.sign().id(),
                finding.signature(),
                finding.subject().kind(),
                finding.subject().name(),
                finding.cause(),
                finding.known() ? 1 : 0,
                Json.write(finding.facts()),
                Json.write(evidence),
                times,
                now,
                finding.lastAt().toEpochMilli());
    }

    static List<Incident.Step> steps(Handle handle, String incident) {
        return handle.createQuery("SELECT * FROM incident_steps WHERE incident = :incident ORDER BY position")
                .bind("incident", incident)
                .map((row, context) -> new Incident.Step(
                        row.getInt("position"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("kind"),
                        row.getString("action"),
                        row.getString("outcome"),
                        row.getString("text")))
                .list();
    }

    static void addStep(
            Transaction transaction,
            String incident,
            long now,
            String kind,
            String action,
            String outcome,
            String text) {
        transaction.execute("""
                INSERT INTO incident_steps (incident, position, at, kind, action, outcome, text)
                SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ?, ?, ? FROM incident_steps WHERE incident = ?
                """, incident, now, kind, action, outcome, text, incident);
    }

    private static Incident read(ResultSet row) throws SQLException {
        List<String> evidence = new ArrayList<>();
        for (JsonNode one : Json.parse(row.getString("evidence"))) {
            evidence.add(one.asString(""));
        }
        long ended = row.getLong("ended_at");
        return new Incident(
                row.getString("id"),
                Sign.parse(row.getString("sign")),
                row.getString("signature"),
                new Subject(row.getString("kind"), row.getString("entity")),
                row.getString("cause"),
                row.getInt("known") != 0,
                Json.parseObject(row.getString("facts")),
                evidence,
                IncidentState.parse(row.getString("state")).orElseThrow(),
                row.getString("task"),
                row.getString("recorded_way"),
                row.getString("document"),
                row.getInt("attempts"),
                row.getInt("times"),
                Instant.ofEpochMilli(row.getLong("acted_at")),
                Instant.ofEpochMilli(row.getLong("watch_until")),
                row.getString("retried"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                Instant.ofEpochMilli(row.getLong("last_seen_at")),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)),
                row.getString("resolution"));
    }
}
