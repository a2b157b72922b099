package dev.writ.improvement.catalogue;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionVersion;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.catalogue.TypedChange.AddStartTool;
import dev.writ.improvement.catalogue.TypedChange.RemoveDocument;
import dev.writ.improvement.catalogue.TypedChange.RemoveStartTool;
import dev.writ.improvement.catalogue.TypedChange.SetNumber;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which changes answer which opportunity. Some have none that a rule could name: they are for people and models.
 *
 * @param wordsMatter whether what an instruction says changes what agents do: not without a model that reads it
 */
record Answers(Database database, Definitions definitions, boolean wordsMatter) {

    /** In the order in which they are worth trying. */
    List<TypedChange> to(Opportunity opportunity, Period period) {
        return switch (opportunity.kind()) {
            case TIME_CUT, LIMIT_TOO_LOW -> step(opportunity, true);
            case LIMIT_TOO_HIGH -> step(opportunity, false);
            case TOOL_ROUND_TRIPS, DENIED_THEN_GRANTED, ALWAYS_REQUESTED -> startTools(opportunity, period);
            case UNUSED_GRANTS -> List.of(new RemoveStartTool(opportunity.entity(), opportunity.subject()));
            case CONTEXT_BLOAT -> List.of(new RemoveDocument(opportunity.entity(), opportunity.subject()));
            case LOOP -> fewerTurns(opportunity, period);
            case REGRESSION -> back(opportunity, period);
            // What an agent always has is a person's to take away, and a document that misleads is put aside already.
            case UNUSED_BASE_PERMISSION, HARMFUL_DOCUMENT -> List.of();
            case SLOW_STEP -> fewerDocuments(opportunity);
            case RETRIES, TOOL_MISMATCH, UNUSED_TOOL_NAMED ->
                wordsMatter ? new InstructionAnswers(database, definitions).to(opportunity) : List.of();
            case REPEATED_FAILURE, SLOW_COMMAND -> List.of();
        };
    }

    private List<TypedChange> step(Opportunity opportunity, boolean up) {
        return Tunable.of(opportunity.entityKind(), opportunity.entity(), opportunity.subject()).stream()
                .<TypedChange>flatMap(tunable -> active(opportunity)
                        .map(active -> tunable.in(active.content()))
                        .map(now -> new SetNumber(
                                opportunity.entity(), tunable, up ? Steps.up(tunable, now) : Steps.down(tunable, now)))
                        .stream())
                .toList();
    }

    /** Of the processes only this one has a number that says how much work a step does. */
    private List<TypedChange> fewerDocuments(Opportunity opportunity) {
        Tunable documents = Tunable.CONTEXT_DOCUMENTS;
        return active(opportunity)
                .filter(active -> active.name().equals(documents.entity()))
                .map(active -> Steps.down(documents, documents.in(active.content())))
                .<TypedChange>map(fewer -> new SetNumber(documents.entity(), documents, fewer))
                .stream()
                .toList();
    }

    private List<TypedChange> startTools(Opportunity opportunity, Period period) {
        return Arrays.stream(opportunity.subject().split(", ", -1))
                .flatMap(tool -> UsualGrants.of(database, opportunity.entity(), tool, period).stream())
                .<TypedChange>map(tool -> new AddStartTool(opportunity.entity(), tool))
                .toList();
    }

    /** Room for half as many turns again as the longest task that succeeded took. */
    private List<TypedChange> fewerTurns(Opportunity opportunity, Period period) {
        int most = mostTurns(opportunity.entity(), period);
        return active(opportunity)
                .map(active -> Tunable.TURNS.in(active.content()))
                .filter(now -> most > 0 && now > most + (most + 1) / 2)
                .map(now -> Steps.towards(Tunable.TURNS, now, most + (most + 1) / 2))
                .<TypedChange>map(turns -> new SetNumber(opportunity.entity(), Tunable.TURNS, turns))
                .stream()
                .toList();
    }

    private int mostTurns(String agent, Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT COALESCE(MAX(turns), 0) FROM tasks
                        WHERE created_at >= :from AND created_at < :until AND agent = :agent AND state = 'completed'
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("agent", agent)
                .mapTo(Integer.class)
                .one());
    }

    /** The numbers that the version before had, as far as a step goes. */
    private List<TypedChange> back(Opportunity opportunity, Period period) {
        Optional<Definition> active = active(opportunity);
        Optional<DefinitionVersion> before = active.flatMap(now -> before(now, period));
        if (before.isEmpty()) {
            return List.of();
        }
        Stream<TypedChange> changes = Tunable.of(opportunity.entityKind(), opportunity.entity()).stream()
                .map(tunable -> {
                    long now = tunable.in(active.get().content());
                    long goal = tunable.in(before.get().content());
                    return new SetNumber(opportunity.entity(), tunable, Steps.towards(tunable, now, goal));
                });
        return changes.toList();
    }

    /** The version before the active one, where that one is from the period or the one before. */
    private Optional<DefinitionVersion> before(Definition active, Period period) {
        List<DefinitionVersion> history = definitions.history(EntityKind.TOOL, active.id());
        boolean fresh = history.stream()
                .anyMatch(one -> one.version() == active.activeVersion()
                        && !one.createdAt().isBefore(period.previous().from()));
        return fresh
                ? history.stream()
                        .filter(one -> one.version() < active.activeVersion())
                        .findFirst()
                : Optional.empty();
    }

    private Optional<Definition> active(Opportunity opportunity) {
        return definitions.find(opportunity.entityKind(), opportunity.entity());
    }
}
