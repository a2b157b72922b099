package dev.writ.insight.anomaly;

import java.util.Arrays;

/**
 * How far a value lies above what is usual, by median and median absolute deviation, which a few odd values do not move
 * (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
 *
 * @param score 0.6745 (value - median) / deviation
 */
record RobustScore(double value, double median, double deviation, double score) {
    private static final double NORMAL = 0.6745;
    /** Of the median; without it a history that never varies would make one more call an anomaly. */
    private static final double LEAST_DEVIATION = 0.1;

    static RobustScore of(double value, double[] history) {
        double median = median(history);
        double[] distances =
                Arrays.stream(history).map(one -> Math.abs(one - median)).toArray();
        double deviation = Math.max(Math.max(median(distances), LEAST_DEVIATION * median), 1);
        return new RobustScore(value, median, deviation, NORMAL * (value - median) / deviation);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
