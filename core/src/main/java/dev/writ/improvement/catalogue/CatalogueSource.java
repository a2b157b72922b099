package dev.writ.improvement.catalogue;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.Source;
import dev.writ.insight.Opportunities;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers what the detectors find with changes from the catalogue; without any model. What was seen before a definition
 * became what it is says nothing about it: it must be seen since. Safe for use by many threads.
 */
public final class CatalogueSource implements Source {
    public static final String PROPOSED_BY = "catalogue";

    private final Opportunities opportunities;
    private final Definitions definitions;
    private final Answers answers;

    /** @param wordsMatter whether what an instruction says changes what agents do: not without a model that reads it */
    public CatalogueSource(
            Opportunities opportunities, Definitions definitions, Database database, boolean wordsMatter) {
        this.opportunities = opportunities;
        this.definitions = definitions;
        this.answers = new Answers(database, definitions, wordsMatter);
    }

    private record Ranked(int rank, Proposal proposal) {}

    /** What was found, and in which time. */
    private record Seen(Opportunity opportunity, Period period) {}

    @Override
    public List<Proposal> in(Period period) {
        List<Ranked> ranked = new ArrayList<>();
        Set<List<String>> answered = new HashSet<>();
        for (Seen seen : seen(period)) {
            for (TypedChange change : answers.to(seen.opportunity(), seen.period())) {
                proposal(seen.opportunity(), change)
                        .filter(proposal -> answered.add(List.of(
                                proposal.kind().id(),
                                proposal.entity(),
                                proposal.changes().toString())))
                        .ifPresent(proposal ->
                                ranked.add(new Ranked(rank(seen.opportunity().kind()), proposal)));
            }
        }
        return ranked.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::proposal)
                .toList();
    }

    private List<Seen> seen(Period period) {
        List<Seen> all = new ArrayList<>();
        Map<Instant, List<Opportunity>> since = new HashMap<>();
        for (Opportunity opportunity : opportunities.in(period)) {
            Instant changed = definitions
                    .find(opportunity.entityKind(), opportunity.entity())
                    .map(Definition::updatedAt)
                    .orElse(period.from());
            // What became slower with a change is found by comparing with the time before it.
            if (opportunity.kind() == Opportunity.Kind.REGRESSION || !changed.isAfter(period.from())) {
                all.add(new Seen(opportunity, period));
            } else if (changed.isBefore(period.until())) {
                Period rest = new Period(changed, period.until());
                since.computeIfAbsent(changed, from -> opportunities.in(rest)).stream()
                        .filter(one -> isSame(one, opportunity))
                        .findFirst()
                        .ifPresent(one -> all.add(new Seen(one, rest)));
            }
        }
        return all;
    }

    private static boolean isSame(Opportunity one, Opportunity other) {
        return one.kind() == other.kind()
                && one.entityKind() == other.entityKind()
                && one.entity().equals(other.entity())
                && one.subject().equals(other.subject());
    }

    private Optional<Proposal> proposal(Opportunity opportunity, TypedChange change) {
        Optional<Definition> active = definitions
                .find(change.kind(), change.entity())
                .filter(definition -> definition.status() == DefinitionStatus.ACTIVE);
        if (active.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode patch = change.patch(active.get());
        if (patch.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Proposal(
                change.kind(),
                change.entity(),
                patch,
                opportunity.kind().id(),
                opportunity.hypothesis(),
                opportunity.expectedEffect(),
                opportunity.evidence(),
                PROPOSED_BY));
    }

    /** What makes work fail comes before what makes it slow, and that before what makes it dear. */
    private static int rank(Opportunity.Kind kind) {
        return switch (kind) {
            case TIME_CUT -> 0;
            case REPEATED_FAILURE, RETRIES, TOOL_MISMATCH -> 1;
            case DENIED_THEN_GRANTED, TOOL_ROUND_TRIPS, ALWAYS_REQUESTED, HARMFUL_DOCUMENT -> 2;
            case LIMIT_TOO_LOW, REGRESSION -> 3;
            case CONTEXT_BLOAT, LIMIT_TOO_HIGH, UNUSED_TOOL_NAMED -> 4;
            case LOOP, SLOW_COMMAND, SLOW_STEP -> 5;
            case UNUSED_GRANTS, UNUSED_BASE_PERMISSION -> 6;
        };
    }
}
