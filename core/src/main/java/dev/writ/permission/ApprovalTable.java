package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows of {@code approvals}. A proposal is stored as its canonical text, and the hash of that text beside it. */
final class ApprovalTable {
    private ApprovalTable() {}

    /** @param boundTo what has to be the same still when it is granted */
    static void insert(Handle handle, ApprovalRequest request, String boundTo) {
        String proposal = request.proposal().canonical();
        handle.createUpdate("""
                        INSERT INTO approvals (id, task, tree, agent, kind, proposal, reason, state, decision,
                                               created_at, expires_at)
                        VALUES (:id, :task, :tree, :agent, 'grant', :proposal, :reason, 'pending', :decision,
                                :createdAt, :expiresAt)
                        """)
                .bind("id", request.id())
                .bind("task", request.task())
                .bind("tree", request.tree())
                .bind("agent", request.agent())
                .bind("proposal", proposal)
                .bind("reason", request.why())
                .bind(
                        "decision",
                        Json.write(Json.object()
                                .put("proposal_hash", GrantProposal.hash(proposal))
                                .put("bound_to", boundTo)))
                .bind("createdAt", request.createdAt().toEpochMilli())
                .bind("expiresAt", request.expiresAt().toEpochMilli())
                .execute();
    }

    /** Writes down a decision; false when there was one before. */
    static boolean decide(
            Handle handle,
            String id,
            ApprovalRequest.State state,
            Optional<GrantProposal> approved,
            String by,
            String reason,
            long now) {
        ObjectNode decision = decision(handle, id);
        approved.ifPresent(proposal -> {
            decision.set("scope", ScopeJson.write(proposal.scope()));
            decision.put("duration_seconds", proposal.duration().toSeconds());
            decision.put("approved_hash", GrantProposal.hash(proposal.canonical()));
        });
        return handle.createUpdate("""
                        UPDATE approvals
                        SET state = :state, decided_by = :by, decision_reason = :reason, decision = :decision,
                            decided_at = :now
                        WHERE id = :id AND state = 'pending'
                        """)
                        .bind("id", id)
                        .bind("state", state.id())
                        .bind("by", by)
                        .bind("reason", reason)
                        .bind("decision", Json.write(decision))
                        .bind("now", now)
                        .execute()
                > 0;
    }

    /** Keeps what the first of two people agreed to. */
    static void keepFirstYes(Handle handle, String id, ApprovalRequest.FirstYes yes) {
        ObjectNode decision = decision(handle, id);
        ObjectNode first = decision.putObject("first_yes");
        first.put("by", yes.by()).put("at", yes.at().toString());
        first.set("scope", ScopeJson.write(yes.proposal().scope()));
        first.put("duration_seconds", yes.proposal().duration().toSeconds())
                .put("approved_hash", GrantProposal.hash(yes.proposal().canonical()));
        handle.createUpdate("UPDATE approvals SET decision = :decision WHERE id = :id AND state = 'pending'")
                .bind("id", id)
                .bind("decision", Json.write(decision))
                .execute();
    }

    static String boundTo(Handle handle, String id) {
        return decision(handle, id).path("bound_to").asString("");
    }

    static void granted(Handle handle, String id, String grant) {
        handle.createUpdate("UPDATE approvals SET decision = :decision WHERE id = :id AND state = 'approved'")
                .bind("id", id)
                .bind("decision", Json.write(decision(handle, id).put("grant", grant)))
                .execute();
    }

    private static ObjectNode decision(Handle handle, String id) {
        return Json.parseObject(handle.createQuery("SELECT decision FROM approvals WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    /** Those that fit the condition, a piece of SQL of our own with named parameters, newest first. */
    static List<ApprovalRequest> find(Handle handle, String condition, Map<String, ?> parameters, int limit) {
        return handle.createQuery("SELECT * FROM approvals WHERE kind = 'grant' AND (" + condition
                        + ") ORDER BY created_at DESC, id DESC LIMIT " + limit)
                .bindMap(parameters)
                .map((row, context) -> read(row))
                .list();
    }

    private static ApprovalRequest read(ResultSet row) throws SQLException {
        String text = row.getString("proposal");
        Fields decision = Fields.of(
                Json.parse(row.getString("decision")),
                "decision",
                Set.of(
                        "proposal_hash",
                        "scope",
                        "duration_seconds",
                        "approved_hash",
                        "grant",
                        "bound_to",
                        "first_yes"));
        GrantProposal proposal = GrantProposal.read(Json.parse(text));
        check(GrantProposal.hash(text).equals(decision.text("proposal_hash")));
        long decidedAt = row.getLong("decided_at");
        Optional<Instant> decided = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(decidedAt));
        return new ApprovalRequest(
                row.getString("id"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("agent"),
                proposal,
                row.getString("reason"),
                ApprovalRequest.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                decision.optional("first_yes").map(first -> firstYes(proposal, first)),
                row.getString("decided_by"),
                row.getString("decision_reason"),
                decision.optional("scope").map(scope -> approved(proposal, decision)),
                decision.textOr("grant", ""),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                decided);
    }

    private static ApprovalRequest.FirstYes firstYes(GrantProposal proposal, JsonNode stored) {
        Fields first = Fields.of(stored, "first_yes", Set.of("by", "at", "scope", "duration_seconds", "approved_hash"));
        return new ApprovalRequest.FirstYes(
                first.text("by"), approved(proposal, first), Instant.parse(first.text("at")));
    }

    private static GrantProposal approved(GrantProposal proposal, Fields decision) {
        GrantProposal approved = proposal.with(
                ScopeJson.stored(proposal.tool(), decision.required("scope")),
                Duration.ofSeconds(decision.number("duration_seconds")));
        check(GrantProposal.hash(approved.canonical()).equals(decision.text("approved_hash")));
        return approved;
    }

    /** What a person saw is what is granted: anything else means that somebody wrote into the database. */
    private static void check(boolean unchanged) {
        if (!unchanged) {
            throw new WritException(
                    FailureCode.STORE_DAMAGED,
                    "A stored approval is not the one that was asked for.",
                    "Deny it and have the agent ask again.");
        }
    }
}
