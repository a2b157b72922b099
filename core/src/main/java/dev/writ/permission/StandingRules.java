package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The stored standing rules. A rule is made from an answer that a person gave, for one agent and one workspace; it ends by
 * itself, and where the agent or the tool is no longer the one it was made for. Safe for use by many threads.
 */
public final class StandingRules {
    /** The longest that one may hold. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final TwoPeople twoPeople;

    /** @param twoPeople for what one person's yes is not enough, now or beforehand */
    public StandingRules(Database database, EventLog events, InstantSource clock, IdSource ids, TwoPeople twoPeople) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.twoPeople = twoPeople;
    }

    /**
     * What a rule would be; nothing is kept.
     *
     * @throws WritException with {@code invalid_arguments} for a time that is none or too long, with {@code denied} where
     *     two people have to agree or more is named than was asked for
     */
    public StandingRule proposed(
            ApprovalRequest request, ApprovalRequest.Answer.Approve answer, Duration lasting, String by) {
        return database.read(handle -> rule(handle, request, Approvals.narrowed(request.most(), answer), lasting, by));
    }

    /**
     * Makes the answer to a request a rule.
     *
     * @throws WritException as {@link #proposed}, and with {@code conflict} for a request that is not approved
     */
    public StandingRule create(Transaction transaction, ApprovalRequest request, Duration lasting, String by) {
        checkOnePersonIsEnough(request.proposal().tool());
        GrantProposal approved = request.approved()
                .orElseThrow(() -> new WritException(
                        FailureCode.CONFLICT,
                        "Only a request that was approved becomes a rule.",
                        "Approve it, and name in the same answer how long the rule holds."));
        StandingRule rule = rule(transaction.handle(), request, approved, lasting, by);
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO standing_rules (id, approval, agent, workspace, tool, proposal, bound_to, created_by,
                                                    created_at, expires_at)
                        VALUES (:id, :approval, :agent, :workspace, :tool, :proposal, :boundTo, :by, :now, :until)
                        """)
                .bind("id", rule.id())
                .bind("approval", rule.approval())
                .bind("agent", rule.agent())
                .bind("workspace", rule.workspace())
                .bind("tool", rule.proposal().tool())
                .bind("proposal", rule.proposal().canonical())
                .bind("boundTo", rule.boundTo())
                .bind("by", by)
                .bind("now", rule.createdAt().toEpochMilli())
                .bind("until", rule.expiresAt().toEpochMilli())
                .execute();
        events.append(
                transaction,
                NewEvent.of("rule.created", "rule", rule.id())
                        .in(request.tree(), request.task())
                        .by(by)
                        .with("approval", rule.approval())
                        .with("agent", rule.agent())
                        .with("workspace", rule.workspace())
                        .with("gives", rule.proposal().canonical())
                        .with("expires_at", rule.expiresAt().toString()));
        return rule;
    }

    private StandingRule rule(
            Handle handle, ApprovalRequest request, GrantProposal approved, Duration lasting, String by) {
        if (lasting.compareTo(Duration.ofMinutes(1)) < 0 || lasting.compareTo(LONGEST) > 0) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "A standing rule holds for at least a minute and at most " + LONGEST.toDays() + " days.",
                    "Name a time such as 7d.");
        }
        checkOnePersonIsEnough(approved.tool());
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new StandingRule(
                ids.next("rule"),
                request.id(),
                request.agent(),
                workspace(handle, request.tree()),
                approved,
                ApprovalBinding.of(handle, request),
                by,
                now,
                now.plus(lasting),
                Optional.empty(),
                "");
    }

    private void checkOnePersonIsEnough(String tool) {
        if (twoPeople.needed(tool)) {
            throw new WritException(
                    FailureCode.DENIED,
                    "Two people have to agree to " + tool + " each time, so that there is no rule for it.",
                    "Answer this request alone, or take the tool out of two_people.");
        }
    }

    /** The live rule that gives what a request asks for, the one that holds longest. */
    public Optional<StandingRule> covering(Transaction transaction, ApprovalRequest request) {
        Handle handle = transaction.handle();
        if (twoPeople.needed(request.proposal().tool())) {
            return Optional.empty();
        }
        return handle
                .createQuery("""
                        SELECT * FROM standing_rules
                        WHERE tool = :tool AND agent = :agent AND workspace = :workspace AND bound_to = :boundTo
                          AND ended_at = 0 AND expires_at > :now
                        ORDER BY expires_at DESC, id
                        """)
                .bind("tool", request.proposal().tool())
                .bind("agent", request.agent())
                .bind("workspace", workspace(handle, request.tree()))
                .bind("boundTo", ApprovalBinding.of(handle, request))
                .bind("now", clock.millis())
                .map((row, context) -> read(row))
                .list()
                .stream()
                .filter(rule -> rule.covers(request.proposal()))
                .findFirst();
    }

    /** Ends one now; what was granted by it stays until it ends by itself or is revoked. */
    public StandingRule end(String id, String by) {
        return database.write(transaction -> {
            StandingRule rule = get(transaction.handle(), id);
            if (!rule.isLive(clock.instant())) {
                throw new WritException(
                        FailureCode.CONFLICT, "The rule no longer holds.", "List them with `writ policy rules`.");
            }
            transaction
                    .handle()
                    .createUpdate("UPDATE standing_rules SET ended_at = :now, ended_by = :by WHERE id = :id")
                    .bind("now", clock.millis())
                    .bind("by", by)
                    .bind("id", id)
                    .execute();
            events.append(transaction, NewEvent.of("rule.ended", "rule", id).by(by));
            return get(transaction.handle(), id);
        });
    }

    /**
     * Rules, newest first.
     *
     * @param onlyLive whether those that no longer hold are left out
     */
    public List<StandingRule> list(boolean onlyLive, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM standing_rules WHERE :all = 1 OR (ended_at = 0 AND expires_at > :now)
                        ORDER BY created_at DESC, id DESC LIMIT :limit
                        """)
                .bind("all", onlyLive ? 0 : 1)
                .bind("now", clock.millis())
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    private static StandingRule get(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM standing_rules WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no standing rule " + Quoted.of(id) + ".",
                        "List them with `writ policy rules`."));
    }

    private static String workspace(Handle handle, String tree) {
        return handle.createQuery("SELECT workspace FROM trees WHERE id = :tree")
                .bind("tree", tree)
                .mapTo(String.class)
                .one();
    }

    private static StandingRule read(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        return new StandingRule(
                row.getString("id"),
                row.getString("approval"),
                row.getString("agent"),
                row.getString("workspace"),
                GrantProposal.read(Json.parse(row.getString("proposal"))),
                row.getString("bound_to"),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)),
                row.getString("ended_by"));
    }
}
