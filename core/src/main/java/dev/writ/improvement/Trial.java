package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;

/**
 * A tree that works with one of the two versions of an experiment.
 *
 * @param pair in a replay, the number of the recorded task; of real tasks, a running number
 */
record Trial(String tree, String entity, int version, String experiment, Stage stage, int pair, Arm arm) {}
