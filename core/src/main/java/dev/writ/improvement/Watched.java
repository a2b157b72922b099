package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs for a change that is active, of which there is no other half any more: each of its tasks is compared with one of
 * those that the version before had been measured with, in turn, from the newest on: the world was most like this one
 * then. That is no fair lot, so it only ever takes back.
 */
final class Watched {
    private Watched() {}

    static List<Outcome> pairs(List<Outcome> outcomes) {
        List<Outcome> before = new ArrayList<>(of(outcomes, Stage.CANARY, Arm.INCUMBENT));
        if (before.isEmpty()) {
            before.addAll(of(outcomes, Stage.REPLAY, Arm.INCUMBENT));
        }
        List<Outcome> pairs = new ArrayList<>();
        if (before.isEmpty()) {
            return pairs;
        }
        int number = 0;
        for (Outcome now : of(outcomes, Stage.FULL, Arm.CANDIDATE)) {
            pairs.add(now.as(Stage.FULL, number));
            pairs.add(before.get(before.size() - 1 - number % before.size()).as(Stage.FULL, number));
            number++;
        }
        return pairs;
    }

    private static List<Outcome> of(List<Outcome> outcomes, Stage stage, Arm arm) {
        return outcomes.stream()
                .filter(outcome -> outcome.stage() == stage && outcome.arm() == arm)
                .toList();
    }
}
