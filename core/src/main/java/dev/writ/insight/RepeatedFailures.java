package dev.writ.insight;

import dev.writ.entity.EntityKind;
import java.util.List;

/** The same failure several times. */
record RepeatedFailures(ErrorSignatures signatures, int leastOccurrences) implements Detector {
    private static final int MOST = 20;

    @Override
    public List<Opportunity> detect(Period period) {
        return signatures.in(period, MOST).stream()
                .filter(signature -> signature.occurrences() >= leastOccurrences)
                .filter(signature ->
                        !signature.tools().isEmpty() || !signature.agents().isEmpty())
                .map(RepeatedFailures::opportunity)
                .toList();
    }

    private static Opportunity opportunity(ErrorSignature signature) {
        boolean ofTool = !signature.tools().isEmpty();
        String entity = ofTool ? signature.tools().first() : signature.agents().first();
        return new Opportunity(
                Opportunity.Kind.REPEATED_FAILURE,
                ofTool ? EntityKind.TOOL : EntityKind.AGENT,
                entity,
                signature.signature(),
                "'%s' fails again and again with: %s".formatted(entity, signature.signature()),
                "With its cause removed or the agents told how to avoid it, this failure no longer occurs.",
                signature.examples(),
                new Opportunity.Measure("occurrences", signature.occurrences(), "failures"));
    }
}
