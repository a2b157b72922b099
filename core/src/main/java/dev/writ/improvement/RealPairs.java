package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Which real tasks are compared with each other: each of the new version with one of the version before that was accepted
 * next to it, so that a world that changes meanwhile does not look like an effect. Who is whose other half follows from the
 * order in which the tasks were accepted and never from how they went or when they ended: whichever ends first would be
 * the quicker one.
 */
final class RealPairs {
    private RealPairs() {}

    /**
     * A real task that had to do with the definition, or that may have.
     *
     * @param number how many of the experiment's real tasks were accepted before
     * @param outcome empty while it has not ended
     */
    record Part(int number, Arm arm, Optional<Outcome> outcome) {
        private List<Outcome> as(int pair) {
            return outcome.map(one -> one.as(Stage.CANARY, pair)).stream().toList();
        }
    }

    /** What was measured, with the number of the incumbent's task for both halves of a pair; in the order of pairs. */
    static List<Outcome> of(List<Part> parts) {
        List<Outcome> outcomes = new ArrayList<>();
        Deque<Part> free = new ArrayDeque<>();
        Deque<Part> alone = new ArrayDeque<>();
        for (Part part :
                parts.stream().sorted(Comparator.comparingInt(Part::number)).toList()) {
            Deque<Part> others = part.arm() == Arm.INCUMBENT ? alone : free;
            if (others.isEmpty()) {
                (part.arm() == Arm.INCUMBENT ? free : alone).push(part);
                continue;
            }
            Part other = others.pop();
            int pair = part.arm() == Arm.INCUMBENT ? part.number() : other.number();
            outcomes.addAll(part.as(pair));
            outcomes.addAll(other.as(pair));
        }
        free.forEach(part -> outcomes.addAll(part.as(part.number())));
        alone.forEach(part -> outcomes.addAll(part.as(part.number())));
        outcomes.sort(Comparator.comparingInt(Outcome::pair).thenComparing(Outcome::arm));
        return outcomes;
    }
}
