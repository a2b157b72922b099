package dev.writ.improvement;

import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import java.util.random.RandomGenerator;

/**
 * Lets a part of the real requests work with a candidate: one of every four, at a random place among them. The lot is drawn
 * in the transaction that accepts the request, and holds for the whole tree.
 */
final class Canary {
    private static final int BLOCK = 4;

    private final Experiments experiments;
    private final RandomGenerator random;

    Canary(Experiments experiments, RandomGenerator random) {
        this.experiments = experiments;
        this.random = random;
    }

    /** To be called when a request is accepted. */
    void accepted(Transaction transaction, Task root) {
        // A replay has its version already, and whatever comes out of it belongs to it.
        if (Trials.isTrial(transaction.handle(), root.tree())) {
            return;
        }
        for (Experiment experiment : experiments.inTrial(transaction.handle())) {
            if (experiment.state() == State.RUNNING) {
                assign(transaction, experiment, root.tree());
            }
        }
    }

    private void assign(Transaction transaction, Experiment experiment, String tree) {
        int number = Trials.count(transaction.handle(), experiment.id(), experiment.stage());
        Arm arm = experiment.stage() == Stage.FULL || isCandidate(transaction, experiment, number)
                ? Arm.CANDIDATE
                : Arm.INCUMBENT;
        Trials.add(
                transaction,
                new Trial(
                        tree,
                        experiment.entity(),
                        arm == Arm.CANDIDATE ? experiment.candidate() : experiment.incumbent(),
                        experiment.id(),
                        experiment.stage(),
                        number,
                        arm));
    }

    /** The one of its block with equal chances: with 1/4 where three are left to come, with certainty where none is. */
    private boolean isCandidate(Transaction transaction, Experiment experiment, int number) {
        int place = number % BLOCK;
        boolean drawn =
                Trials.candidates(transaction.handle(), experiment.id(), experiment.stage(), number - place) > 0;
        return !drawn && random.nextInt(BLOCK - place) == 0;
    }
}
