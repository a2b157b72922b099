package dev.writ.server.api;

import dev.writ.improvement.Experiment;
import dev.writ.improvement.Improvements;
import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the outcomes of an experiment prove, as it stood after each look: two wagers whose wealth grows only where the
 * candidate is better, or worse.
 *
 * @param keepAt logarithm of the wealth for it at which it is kept; {@code dropAt}: of the wealth against it at which it is
 *     given up
 */
public record Evidence(double keepAt, double dropAt, List<Look> looks, List<Guardrail> guardrails) {
    /**
     * @param pairs so many had been measured in the stage
     * @param gain logarithm of the wealth for it, {@code harm}: against it
     */
    public record Look(Stage stage, int pairs, double gain, double harm) {}

    /**
     * What must not become worse, whatever the score says.
     *
     * @param name for instance {@code errors}
     * @param rule one sentence: what is allowed
     * @param wealth logarithm of the wealth of the wager that it is worse than allowed; broken at {@code brokenAt}
     */
    public record Guardrail(String name, String rule, double wealth, double brokenAt) {
        public enum State {
            HELD,
            /** More than half of what it takes to break it. */
            STRAINED,
            BROKEN;

            public String id() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public State state() {
            if (wealth >= brokenAt) {
                return State.BROKEN;
            }
            return wealth > brokenAt / 2 ? State.STRAINED : State.HELD;
        }
    }

    /** What the gate says of the outcomes; empty where no pair is whole. */
    static Optional<Evidence> of(Experiment experiment, List<Outcome> outcomes) {
        dev.writ.improvement.gate.Evidence evidence = Improvements.evidence(experiment, outcomes);
        if (evidence.places().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Evidence(
                evidence.forThreshold(),
                evidence.againstThreshold(),
                evidence.places().stream()
                        .map(point -> new Look(point.stage(), point.pair(), point.logFor(), point.logAgainst()))
                        .toList(),
                Stream.of(Measure.values())
                        .map(measure -> new Guardrail(
                                measure.id(),
                                measure.rule(),
                                evidence.comparison(measure).logAgainst(),
                                evidence.againstThreshold()))
                        .toList()));
    }

    public Evidence {
        looks = List.copyOf(looks);
        guardrails = List.copyOf(guardrails);
    }

    /** The newest look. */
    public Optional<Look> last() {
        return looks.isEmpty() ? Optional.empty() : Optional.of(looks.getLast());
    }
}
