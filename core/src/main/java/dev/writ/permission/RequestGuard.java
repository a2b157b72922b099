package dev.writ.permission;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is refused of a {@code need_more_tools} request before anybody thinks about it: unknown tools, what a person has
 * just denied, and floods. Keeps the record of requests that it counts.
 */
public final class RequestGuard {
    /** Of one tree, far more than a person can say in the time a no stands: none may be lost behind others. */
    private static final int MOST_DENIALS = 100_000;

    private final EventLog events;
    private final InstantSource clock;
    private final Limits limits;

    /**
     * @param freshDenial for how long a person's no stands
     * @param perMinute how many requests a tree may make in a minute
     * @param pending how many requests of a tree may wait for a person at once
     */
    public record Limits(Duration freshDenial, int perMinute, int pending) {
        /** Thirty minutes, thirty a minute, ten at once. */
        public static Limits defaults() {
            return new Limits(Duration.ofMinutes(30), 30, 10);
        }
    }

    /** @param scope what is asked of the tool, where the requester says */
    public record Asked(String tool, Optional<Scope> scope) {}

    /**
     * @param rule stable name of the rule that refused: {@code suspended} where a person must accept the tool first,
     *     {@code request} for all else
     * @param reason one sentence for the requester
     */
    public record Refused(String tool, String rule, String reason) {}

    /** What may be thought about further, and what not. */
    public record Admission(List<Asked> admitted, List<Refused> refused) {}

    public RequestGuard(EventLog events, InstantSource clock, Limits limits) {
        this.events = events;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Judges a request and records it as {@code grant.requested}, with {@code grant.refused} for each tool refused.
     *
     * @param tree the tree of the task
     * @param activeTools names of the tools that can be granted now
     * @param suspendedTools names of those that a person must accept first
     */
    public Admission admit(
            Transaction transaction,
            String task,
            String tree,
            String agent,
            List<Asked> asked,
            String justification,
            Set<String> activeTools,
            Set<String> suspendedTools) {
        Handle handle = transaction.handle();
        Optional<String> flood = flood(handle, tree);
        List<Asked> admitted = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Asked one : asked) {
            if (suspendedTools.contains(one.tool())) {
                refused.add(new Refused(
                        one.tool(),
                        Decision.Rule.SUSPENDED.id(),
                        "The tool " + one.tool() + " is switched off until a person accepts it."));
                continue;
            }
            Optional<String> reason = flood.isPresent() ? flood : reasonAgainst(handle, task, tree, one, activeTools);
            reason.ifPresentOrElse(
                    sentence -> refused.add(new Refused(one.tool(), "request", sentence)), () -> admitted.add(one));
        }
        String actor = "agent:" + agent;
        events.append(
                transaction,
                NewEvent.of("grant.requested", "task", task)
                        .in(tree, task)
                        .by(actor)
                        .withData(describe(asked, justification)));
        for (Refused one : refused) {
            events.append(
                    transaction,
                    NewEvent.of("grant.refused", "task", task)
                            .in(tree, task)
                            .by("policy")
                            .with("tool", one.tool())
                            .with("rule", one.rule())
                            .with("reason", one.reason()));
        }
        return new Admission(List.copyOf(admitted), List.copyOf(refused));
    }

    private Optional<String> flood(Handle handle, String tree) {
        int lately = handle.createQuery("""
                        SELECT COUNT(*) FROM events
                        WHERE tree = :tree AND type = 'grant.requested' AND at > :since
                        """)
                .bind("tree", tree)
                .bind("since", clock.millis() - 60_000)
                .mapTo(Integer.class)
                .one();
        if (lately >= limits.perMinute()) {
            return Optional.of(
                    "There were " + lately + " requests for tools within a minute; wait before asking again.");
        }
        return crowd(handle, tree);
    }

    /** Why no more is to be put before a person: as many requests of the tree wait already as a person can read. */
    public Optional<String> crowd(Transaction transaction, String tree) {
        return crowd(transaction.handle(), tree);
    }

    private Optional<String> crowd(Handle handle, String tree) {
        int pending = handle.createQuery(
                        "SELECT COUNT(*) FROM approvals WHERE tree = :tree AND state = 'pending' AND expires_at > :now")
                .bind("tree", tree)
                .bind("now", clock.millis())
                .mapTo(Integer.class)
                .one();
        return pending >= limits.pending()
                ? Optional.of("There are " + pending + " requests waiting for a person; wait for an answer.")
                : Optional.empty();
    }

    private Optional<String> reasonAgainst(
            Handle handle, String task, String tree, Asked asked, Set<String> activeTools) {
        if (!activeTools.contains(asked.tool()) || ScopeFamily.of(asked.tool()).isEmpty()) {
            return Optional.of("There is no tool " + Quoted.of(asked.tool()) + " that this request may use.");
        }
        return denials(handle, tree)
                // Without a scope it may be anything: then it is held against the same task alone.
                .filter(denial -> asked.scope()
                        .map(scope -> isDenied(denial, asked.tool(), scope))
                        .orElse(denial.task().equals(task)
                                && denial.proposal().tool().equals(asked.tool())))
                .findFirst()
                .map(RequestGuard::sentence);
    }

    /**
     * Why a person is not to be asked for this: somebody has just said no to it, or to less, within the same tree. Another
     * task or agent asking is no reason to ask again.
     */
    public Optional<String> freshDenial(Transaction transaction, GrantProposal proposal, String tree) {
        return denials(transaction.handle(), tree)
                .filter(denial -> isDenied(denial, proposal.tool(), proposal.scope()))
                .findFirst()
                .map(RequestGuard::sentence);
    }

    /** What a person denied in the tree, and in those that it was forked from: a fork is no way around a no. */
    private Stream<ApprovalRequest> denials(Handle handle, String tree) {
        return ApprovalTable.find(
                handle,
                """
                state = 'denied' AND decided_at > :since AND tree IN (
                    WITH RECURSIVE line (id) AS (
                        SELECT id FROM trees WHERE id = :tree UNION
                        SELECT o.source_tree FROM tree_origins o JOIN line l ON o.tree = l.id WHERE o.kind = 'fork')
                    SELECT id FROM line)
                """,
                Map.of(
                        "tree",
                        tree,
                        "since",
                        clock.millis() - limits.freshDenial().toMillis()),
                MOST_DENIALS)
                .stream();
    }

    private static boolean isDenied(ApprovalRequest denial, String tool, Scope scope) {
        return denial.proposal().tool().equals(tool)
                && scope.covers(denial.proposal().scope());
    }

    private static String sentence(ApprovalRequest denial) {
        return "A person has just denied this: "
                + (denial.decisionReason().isEmpty() ? "no reason given" : denial.decisionReason()) + ".";
    }

    private static ObjectNode describe(List<Asked> asked, String justification) {
        ObjectNode data = Json.object();
        ArrayNode tools = data.putArray("tools");
        for (Asked one : asked) {
            ObjectNode tool = tools.addObject().put("tool", one.tool());
            one.scope().ifPresent(scope -> tool.set("scope", ScopeJson.write(scope)));
        }
        return data.put(
                "justification", Redacted.of(Quoted.clean(justification)).text());
    }
}
