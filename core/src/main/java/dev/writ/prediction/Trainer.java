package dev.writ.prediction;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Collection;

/** Learns weights from rows: logistic regression with an L2 penalty (LIBLINEAR), the same for the same rows. */
final class Trainer {
    /** Cost of a mistake beside the penalty on large weights. */
    private static final double COST = 1;

    private static final double PRECISION = 0.001;

    static {
        Linear.disableDebugOutput();
    }

    private Trainer() {}

    /** What these rows say; what is assumed before, where they do not tell used from unused. */
    static Weights train(Collection<Rows> examples, int count) {
        int size = examples.stream().mapToInt(rows -> rows.features().size()).sum();
        Feature[][] features = new Feature[size][];
        double[] labels = new double[size];
        int positive = 0;
        int at = 0;
        for (Rows rows : examples) {
            for (int i = 0; i < rows.features().size(); i++) {
                features[at] = nodes(rows.features().get(i));
                labels[at] = rows.used()[i] ? 1 : -1;
                positive += rows.used()[i] ? 1 : 0;
                at++;
            }
        }
        if (positive == 0 || positive == size) {
            return Weights.prior();
        }
        Problem problem = new Problem();
        problem.l = size;
        problem.n = dev.writ.prediction.Feature.count();
        problem.x = features;
        problem.y = labels;
        problem.bias = -1;
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] weights = new double[problem.n];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sign * model.getFeatureWeights()[i];
        }
        return Weights.learned(weights, count);
    }

    private static Feature[] nodes(float[] row) {
        Feature[] nodes = new Feature[row.length];
        for (int i = 0; i < row.length; i++) {
            nodes[i] = new FeatureNode(i + 1, row[i]);
        }
        return nodes;
    }
}
