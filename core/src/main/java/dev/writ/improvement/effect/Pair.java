package dev.writ.improvement.effect;

import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the two tasks of a pair came to; one of them may not be there yet, or not at all. */
public record Pair(Stage stage, int number, Optional<Outcome> before, Optional<Outcome> after) {
    private record Key(Stage stage, int number) {}

    /** In the order of the outcomes. */
    public static List<Pair> of(List<Outcome> outcomes) {
        Map<Key, Pair> pairs = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            Key key = new Key(outcome.stage(), outcome.pair());
            Pair known = pairs.getOrDefault(
                    key, new Pair(outcome.stage(), outcome.pair(), Optional.empty(), Optional.empty()));
            pairs.put(key, known.with(outcome));
        }
        return new ArrayList<>(pairs.values());
    }

    private Pair with(Outcome outcome) {
        return switch (outcome.arm()) {
            case INCUMBENT -> new Pair(stage, number, Optional.of(outcome), after);
            case CANDIDATE -> new Pair(stage, number, before, Optional.of(outcome));
        };
    }

    public boolean isWhole() {
        return before.isPresent() && after.isPresent();
    }

    /** After less before; empty where one of them is missing. */
    public Optional<Double> difference(Measure measure) {
        return before.flatMap(old -> after.map(changed -> measure.of(changed) - measure.of(old)));
    }
}
