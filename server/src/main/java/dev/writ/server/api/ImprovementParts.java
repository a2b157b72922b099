package dev.writ.server.api;

import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiments;
import dev.writ.improvement.Outcome;
import java.util.List;
import java.util.Optional;

/** What the routes of experiments work on. */
public record ImprovementParts(Experiments experiments, ImprovementActions actions, Gate gate) {
    /** Weighs outcomes. */
    @FunctionalInterface
    public interface Gate {
        /** Empty where nothing was weighed yet. */
        Optional<Evidence> evidence(Experiment experiment, List<Outcome> outcomes);
    }
}
