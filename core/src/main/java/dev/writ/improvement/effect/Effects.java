package dev.writ.improvement.effect;

import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an experiment has measured so far: a pure function of its outcomes. */
public record Effects(List<Pair> pairs) {
    /**
     * How the mean difference of the scores stood after so many whole pairs.
     *
     * @param difference of all pairs of the stage up to here
     */
    public record Step(Stage stage, int pairs, Sample difference) {}

    public Effects {
        pairs = List.copyOf(pairs);
    }

    public static Effects of(List<Outcome> outcomes) {
        return new Effects(Pair.of(outcomes));
    }

    /** How many pairs have both tasks. */
    public int whole() {
        return (int) pairs.stream().filter(Pair::isWhole).count();
    }

    /** Stages in which something was measured, in their order. */
    public List<Stage> stages() {
        return pairs.stream().map(Pair::stage).distinct().sorted().toList();
    }

    public Effects in(Stage stage) {
        return new Effects(pairs.stream().filter(pair -> pair.stage() == stage).toList());
    }

    public Effect of(Measure measure) {
        return new Effect(
                measure,
                sample(Pair::before, measure),
                sample(Pair::after, measure),
                Sample.of(pairs.stream()
                        .flatMap(pair -> pair.difference(measure).stream())
                        .toList()));
    }

    /** All measures. */
    public List<Effect> all() {
        return Arrays.stream(Measure.values()).map(this::of).toList();
    }

    private Sample sample(Function<Pair, Optional<Outcome>> side, Measure measure) {
        return Sample.of(pairs.stream()
                .flatMap(pair -> side.apply(pair).stream())
                .map(measure::of)
                .toList());
    }

    /** The mean difference of the scores after each pair, stage by stage. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Stage stage : stages()) {
            List<Double> differences = new ArrayList<>();
            for (Pair pair : in(stage).pairs()) {
                pair.difference(Measure.SCORE).ifPresent(difference -> {
                    differences.add(difference);
                    steps.add(new Step(stage, differences.size(), Sample.of(differences)));
                });
            }
        }
        return steps;
    }
}
