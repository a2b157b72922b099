package dev.writ.improvement.world;

import dev.writ.improvement.effect.Effects;
import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.List;
import java.util.Optional;

/** What is usually done instead: a one-sided z-test at 5 %, looked at after every pair from the tenth on. */
final class Peeking {
    private static final int FIRST_LOOK = 10;
    private static final double ONE_SIDED = 1.645;

    private Peeking() {}

    /** Whether whoever looks like that ever keeps the change, by the same pairs that Writ had. */
    static boolean keeps(List<Outcome> outcomes, Measure aim) {
        List<Double> differences = Effects.of(outcomes).in(Stage.CANARY).pairs().stream()
                .map(pair -> pair.difference(aim))
                .flatMap(Optional::stream)
                .map(more -> aim.isMoreBetter() ? more : -more)
                .toList();
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (double difference : differences) {
            count++;
            sum += difference;
            squares += difference * difference;
            double mean = sum / count;
            double deviation = Math.sqrt(squares / count - mean * mean);
            if (count >= FIRST_LOOK && deviation > 0 && mean / (deviation / Math.sqrt(count)) > ONE_SIDED) {
                return true;
            }
        }
        return false;
    }
}
