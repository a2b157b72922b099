package dev.writ.permission;

import dev.writ.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Decides again who had to say yes to grants: those the policy gave, those a person was asked for, those it refused. */
public final class GrantReplay {
    /** The code of what was refused by rule; other codes tell of people, or of the moment. */
    private static final String BY_RULE = "denied";

    private final Handle handle;
    private final PolicyReplay policy;

    public GrantReplay(Handle handle, PolicyReplay policy) {
        this.handle = handle;
        this.policy = policy;
    }

    /** All such decisions from then on, in no order. */
    public List<ReplayedGrant> since(Instant since) {
        List<ReplayedGrant> all = new ArrayList<>();
        events("grant.issued", since).forEach(event -> given(event).ifPresent(all::add));
        events("grant.refused", since).forEach(event -> refused(event).ifPresent(all::add));
        ApprovalTable.find(handle, "created_at >= :since", Map.of("since", since.toEpochMilli()), Integer.MAX_VALUE)
                .forEach(request -> all.add(asked(request)));
        return all;
    }

    private record Recorded(String entity, Instant at, String tree, String task, String actor, JsonNode data) {}

    private List<Recorded> events(String type, Instant since) {
        return handle.createQuery("""
                        SELECT entity, at, tree, task, actor, data FROM events WHERE type = :type AND at >= :since ORDER BY seq
                        """)
                .bind("type", type)
                .bind("since", since.toEpochMilli())
                .map((row, context) -> new Recorded(
                        row.getString("entity"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("tree"),
                        row.getString("task"),
                        row.getString("actor"),
                        Json.parse(row.getString("data"))))
                .list();
    }

    /** What the policy gave; what a person approved is told by the request for it. */
    private Optional<ReplayedGrant> given(Recorded event) {
        return event.data().path("approved_by").asString("").equals("policy")
                ? policy.tree(event.tree())
                        .flatMap(tree -> tree.grant(event.task(), event.entity()))
                        .map(grant -> replayed(
                                event,
                                event.data().path("agent").asString(""),
                                scope(grant.proposal()),
                                replay(event.tree(), grant.proposal(), PolicyAnswer.ALLOWED)))
                : Optional.empty();
    }

    private Optional<ReplayedGrant> refused(Recorded event) {
        if (!event.data().path("code").asString("").equals(BY_RULE)) {
            return Optional.empty();
        }
        String agent = event.actor().replaceFirst("^agent:", "");
        if (!event.data().has("proposal")) {
            return Optional.of(replayed(event, agent, "", withoutProposal(event)));
        }
        GrantProposal proposal = GrantProposal.read(event.data().path("proposal"));
        return Optional.of(
                replayed(event, agent, scope(proposal), replay(event.tree(), proposal, PolicyAnswer.DENIED)));
    }

    private Replayed withoutProposal(Recorded event) {
        Optional<PastTree> tree = policy.tree(event.tree());
        return tree.flatMap(policy::ceiling)
                        .filter(ceiling -> tree.get()
                                .ceiling()
                                .isSameFor(event.data().path("tool").asString(""), ceiling))
                        .isPresent()
                ? new Replayed.Same()
                : new Replayed.Untold(Replayed.Gap.NOT_RECORDED);
    }

    private static ReplayedGrant replayed(Recorded event, String agent, String scope, Replayed replayed) {
        return new ReplayedGrant(
                event.entity(),
                event.at(),
                event.tree(),
                event.task(),
                agent,
                event.data().path("tool").asString(""),
                scope,
                replayed);
    }

    private ReplayedGrant asked(ApprovalRequest request) {
        return new ReplayedGrant(
                request.id(),
                request.createdAt(),
                request.tree(),
                request.task(),
                request.agent(),
                request.proposal().tool(),
                scope(request.proposal()),
                replay(request.tree(), request.proposal(), PolicyAnswer.ASKS));
    }

    private static String scope(GrantProposal proposal) {
        return Json.write(ScopeJson.write(proposal.scope()));
    }

    /** A person can be asked, and a grant refused, for other reasons than the policy's: these hold under any policy. */
    private Replayed replay(String id, GrantProposal proposal, PolicyAnswer before) {
        Optional<PastTree> tree = policy.tree(id);
        Optional<Ceiling> ceiling = tree.flatMap(policy::ceiling);
        if (tree.isEmpty() || ceiling.isEmpty()) {
            return new Replayed.Untold(Replayed.Gap.OLD_REQUEST);
        }
        Verdict now = ApprovalPolicy.decide(ceiling.get(), proposal);
        PolicyAnswer then = PolicyAnswer.of(ApprovalPolicy.decide(tree.get().ceiling(), proposal));
        PolicyAnswer after = PolicyAnswer.of(now);
        return after == then || after == before
                ? new Replayed.Same()
                : new Replayed.Differs(before, after, Verdict.sentence(now));
    }
}
