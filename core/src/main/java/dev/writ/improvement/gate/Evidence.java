package dev.writ.improvement.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the pairs of an experiment show. The same outcomes always give the same evidence, so that nothing but them need be
 * kept. The verdict is the one at the first pair that decides; what comes after it changes nothing.
 *
 * @param places after each pair, the logarithms of the wealth for and against
 * @param forThreshold what the wealth for must reach
 * @param againstThreshold what one of those against must reach
 */
public record Evidence(
        Verdict verdict,
        Map<Measure, Comparison> comparisons,
        List<Point> places,
        double forThreshold,
        double againstThreshold) {
    /** How many pairs an experiment may spend before it is given up. */
    public static final int MOST_PAIRS = 2_000;

    /** The chance that one reading of the pairs takes back what harms nothing; shared by the score and the guardrails. */
    public static final double FALSE_ALARM = 0.05;

    private static final double LEANING = Math.log(2);

    private static final int ALARMS = Measure.values().length;

    public Evidence {
        comparisons = Map.copyOf(comparisons);
        places = List.copyOf(places);
    }

    /** Whether some measure speaks for harm, two to one, if not with certainty. */
    public boolean leansToHarm() {
        return comparisons.values().stream().anyMatch(comparison -> comparison.logAgainst() >= LEANING);
    }

    /** One measure over all pairs. */
    public Comparison comparison(Measure measure) {
        return Objects.requireNonNull(comparisons.get(measure));
    }

    /** @param pair counts from 1, over all stages */
    public record Point(Stage stage, int pair, double logFor, double logAgainst) {}

    /**
     * One measure over all pairs.
     *
     * @param incumbent and {@code candidate}: means
     * @param difference mean of how much better the candidate did, -1 to 1
     * @param spread standard deviation of that difference
     * @param logAgainst logarithm of the wealth of the bet that the candidate does worse
     */
    public record Comparison(
            int pairs, double incumbent, double candidate, double difference, double spread, double logAgainst) {}

    /**
     * @param outcomes in any order; those of a pair whose other half is missing are left out
     * @param place of the experiment among all there ever were
     * @param aim what the change is to make better; what else it does may only not become worse
     */
    public static Evidence of(List<Outcome> outcomes, int place, Measure aim) {
        return of(outcomes, place, aim, MOST_PAIRS);
    }

    /** @param mostPairs after how many it is given up */
    static Evidence of(List<Outcome> outcomes, int place, Measure aim, int mostPairs) {
        return new Reading(pairs(outcomes), ErrorBudget.of(place), aim, mostPairs).evidence();
    }

    private record Key(Stage stage, int pair) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byStage = stage.compareTo(other.stage);
            return byStage != 0 ? byStage : Integer.compare(pair, other.pair);
        }
    }

    private record Pair(Outcome incumbent, Outcome candidate) {}

    private static List<Pair> pairs(List<Outcome> outcomes) {
        Map<Key, Map<Arm, Outcome>> byKey = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            byKey.computeIfAbsent(new Key(outcome.stage(), outcome.pair()), key -> new EnumMap<>(Arm.class))
                    .put(outcome.arm(), outcome);
        }
        List<Pair> pairs = new ArrayList<>();
        byKey.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            Outcome incumbent = entry.getValue().get(Arm.INCUMBENT);
            Outcome candidate = entry.getValue().get(Arm.CANDIDATE);
            if (incumbent != null && candidate != null) {
                pairs.add(new Pair(incumbent, candidate));
            }
        });
        return pairs;
    }

    /** One pass over the pairs. */
    private static final class Reading {
        private final List<Pair> pairs;
        private final double promotionError;
        private final Measure aim;
        private final int mostPairs;
        private final Map<Measure, Wager> against = new EnumMap<>(Measure.class);
        private final List<Point> places = new ArrayList<>();
        private Wager inFavour = Wager.BEGINNING;
        private Optional<Verdict> verdict = Optional.empty();

        Reading(List<Pair> pairs, double promotionError, Measure aim, int mostPairs) {
            this.pairs = pairs;
            this.promotionError = promotionError;
            this.aim = aim;
            this.mostPairs = mostPairs;
            for (Measure measure : Measure.values()) {
                against.put(measure, Wager.BEGINNING);
            }
        }

        Evidence evidence() {
            for (Pair pair : pairs) {
                look(pair);
            }
            Map<Measure, Comparison> comparisons = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                comparisons.put(measure, comparison(measure));
            }
            return new Evidence(
                    verdict.orElseGet(
                            () -> pairs.size() >= mostPairs ? new Verdict.NoEvidence() : new Verdict.Undecided()),
                    comparisons,
                    places,
                    -Math.log(promotionError),
                    -Math.log(FALSE_ALARM / ALARMS));
        }

        private void look(Pair pair) {
            inFavour = inFavour.after(aim.difference(pair.incumbent(), pair.candidate()));
            for (Measure measure : Measure.values()) {
                double worse = measure.beyondTolerance(pair.incumbent(), pair.candidate());
                against.computeIfPresent(measure, (same, wager) -> wager.after(worse));
            }
            places.add(new Point(
                    pair.candidate().stage(),
                    places.size() + 1,
                    inFavour.logWealth(),
                    wager(aim).logWealth()));
            if (verdict.isEmpty() && places.size() <= mostPairs) {
                verdict = decided();
            }
        }

        /** Harm is looked for first: what helps and harms at once is not wanted. */
        private Optional<Verdict> decided() {
            for (Measure measure : Measure.values()) {
                if (wager(measure).rejects(FALSE_ALARM / ALARMS)) {
                    return Optional.of(new Verdict.Harms(places.size(), measure));
                }
            }
            return inFavour.rejects(promotionError) ? Optional.of(new Verdict.Helps(places.size())) : Optional.empty();
        }

        private Wager wager(Measure measure) {
            return against.getOrDefault(measure, Wager.BEGINNING);
        }

        private Comparison comparison(Measure measure) {
            double[] differences = pairs.stream()
                    .mapToDouble(pair -> measure.difference(pair.incumbent(), pair.candidate()))
                    .toArray();
            double mean = Arrays.stream(differences).average().orElse(0);
            double variance = Arrays.stream(differences)
                    .map(difference -> (difference - mean) * (difference - mean))
                    .average()
                    .orElse(0);
            return new Comparison(
                    pairs.size(),
                    average(measure, Pair::incumbent),
                    average(measure, Pair::candidate),
                    mean,
                    Math.sqrt(variance),
                    wager(measure).logWealth());
        }

        private double average(Measure measure, Function<Pair, Outcome> arm) {
            return pairs.stream()
                    .mapToDouble(pair -> measure.of(arm.apply(pair)))
                    .average()
                    .orElse(0);
        }
    }
}
