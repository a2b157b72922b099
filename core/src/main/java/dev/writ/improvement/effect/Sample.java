package dev.writ.improvement.effect;

import java.util.List;
import java.util.Optional;

/**
 * Values of one measure.
 *
 * @param deviation standard deviation of the values, with Bessel's correction; 0 for fewer than two
 */
public record Sample(int count, double mean, double deviation) {
    /** The 97.5th percentile of Student's t by degrees of freedom, from 1; beyond these the normal one is close. */
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.960;

    /** Where the mean is, with a probability of 95 % for whoever looks once. */
    public record Interval(double low, double high) {}

    public static Sample of(List<Double> values) {
        int count = values.size();
        if (count == 0) {
            return new Sample(0, 0, 0);
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / count;
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Sample(count, mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1)));
    }

    /**
     * Student's interval for the mean; empty for fewer than two values, and where all are the same: so few values that do
     * not differ say nothing about how much others would.
     */
    public Optional<Interval> interval() {
        if (count < 2 || deviation == 0) {
            return Optional.empty();
        }
        double factor = count - 1 <= STUDENT.length ? STUDENT[count - 2] : NORMAL + 2.5 / (count - 1);
        double half = factor * deviation / Math.sqrt(count);
        return Optional.of(new Interval(mean - half, mean + half));
    }
}
