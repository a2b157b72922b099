package dev.writ.bench;

import dev.writ.prediction.Prediction;
import java.util.List;
import java.util.Locale;

/** What came of predictions. */
final class PredictionScore {
    private static final int BINS = 10;

    private int needing;
    private int needless;
    private int overGranted;
    private int spared;
    private double recallAt5;
    private double recallAt10;
    private int needed;
    private int granted;
    private int grantedRightly;
    private long nanos;
    private final int[] said = new int[BINS];
    private final int[] right = new int[BINS];
    private final double[] sum = new double[BINS];

    void add(PredictionTask task, List<Prediction> predictions, long took) {
        nanos += took;
        List<String> given = predictions.stream()
                .filter(Prediction::isSure)
                .map(Prediction::offer)
                .toList();
        int rightly = (int) given.stream().filter(task.needed()::contains).count();
        granted += given.size();
        grantedRightly += rightly;
        needed += task.needed().size();
        if (task.needed().isEmpty()) {
            needless++;
            overGranted += given.isEmpty() ? 0 : 1;
        } else {
            needing++;
            spared += rightly == task.needed().size() ? 1 : 0;
            recallAt5 += recall(task, predictions, 5);
            recallAt10 += recall(task, predictions, 10);
        }
        for (Prediction prediction : predictions) {
            int bin = Math.min(BINS - 1, (int) (prediction.probability() * BINS));
            said[bin]++;
            sum[bin] += prediction.probability();
            right[bin] += task.needed().contains(prediction.offer()) ? 1 : 0;
        }
    }

    private static double recall(PredictionTask task, List<Prediction> predictions, int at) {
        return (double) predictions.stream()
                        .limit(at)
                        .filter(prediction -> task.needed().contains(prediction.offer()))
                        .count()
                / task.needed().size();
    }

    double recallAt10() {
        return recallAt10 / Math.max(1, needing);
    }

    double overGrantRate() {
        return (double) overGranted / Math.max(1, needless);
    }

    /** Expected calibration error: how far what was said lies from what came, over ten bins, by how much was said in each. */
    private double calibrationError() {
        double error = 0;
        int all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sum[bin] - right[bin]);
            all += said[bin];
        }
        return error / Math.max(1, all);
    }

    String recalls() {
        return String.format(Locale.ROOT, "%.3f / %.3f", recallAt5 / Math.max(1, needing), recallAt10());
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "recall at 5 / 10 %s; at start %.1f %% of what is needed, %.1f %% of it for nothing; %.1f %% of requests need not "
                        + "ask; nothing-needed requests given something: %s; calibration error %.3f; %.1f ms",
                recalls(),
                100.0 * grantedRightly / Math.max(1, needed),
                100.0 * (granted - grantedRightly) / Math.max(1, granted),
                100.0 * spared / Math.max(1, needing),
                needless == 0 ? "none there" : String.format(Locale.ROOT, "%.1f %%", 100 * overGrantRate()),
                calibrationError(),
                nanos / 1e6 / Math.max(1, needing + needless));
    }

    /** Said and come, bin by bin. */
    String reliability() {
        StringBuilder text = new StringBuilder();
        for (int bin = 0; bin < BINS; bin++) {
            if (said[bin] > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(String.format(
                                Locale.ROOT,
                                "%.2f → %.2f (%d)",
                                sum[bin] / said[bin],
                                (double) right[bin] / said[bin],
                                said[bin]));
            }
        }
        return text.toString();
    }
}
