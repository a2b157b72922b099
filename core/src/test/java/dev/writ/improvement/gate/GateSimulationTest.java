package dev.writ.improvement.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/**
 * The gate in a world whose truth is known: tasks of several kinds that need tools, cost and fail at rates of their own, and
 * for each kind of change one that helps, one that changes nothing, and one that harms.
 */
class GateSimulationTest {
    private static final int SEEDS = 200;
    private static final int PAIRS = 600;

    /** How tasks of the world come out under a configuration. */
    private record World(double success, double errors, double denials, long costMicros, long millis) {
        Outcome task(SplittableRandom random, int pair, Arm arm, double hardness) {
            boolean done = random.nextDouble() < success - hardness;
            double noise = 0.8 + 0.4 * random.nextDouble();
            long cost = Math.round(costMicros * noise);
            Duration time = Duration.ofMillis(Math.round(millis * noise));
            return new Outcome(
                    Stage.CANARY,
                    pair,
                    arm,
                    "tree_" + pair,
                    Score.of(done, cost, 40_000, time, Duration.ofSeconds(60)),
                    random.nextDouble() < errors ? 0.5 : 0,
                    random.nextDouble() < denials ? 0.5 : 0,
                    cost,
                    time);
        }

        World with(double success, double errors, double denials, long costMicros, long millis) {
            return new World(
                    this.success + success,
                    this.errors + errors,
                    this.denials + denials,
                    this.costMicros + costMicros,
                    this.millis + millis);
        }
    }

    private static final World TODAY = new World(0.75, 0.10, 0.05, 10_000, 20_000);

    /** What a change of each kind does to the world when it is a good one, and when it is a bad one. */
    private enum Change {
        LONGER_TIMEOUT(TODAY.with(0.20, -0.05, 0, 0, 0), TODAY.with(-0.25, 0.10, 0, 0, 5_000)),
        TOOL_AT_START(TODAY.with(0.15, 0, -0.05, -4_000, -8_000), TODAY.with(-0.05, 0.25, 0.20, 2_000, 4_000)),
        FEWER_DOCUMENTS(TODAY.with(0.15, 0, 0, -6_000, -6_000), TODAY.with(-0.30, 0, 0, -2_000, 0)),
        LOWER_LIMIT(TODAY.with(0.15, -0.02, 0, -5_000, -5_000), TODAY.with(-0.25, 0.05, 0, 3_000, 0)),
        OTHER_TIER(TODAY.with(0.20, 0, 0, 1_000, 0), TODAY.with(0, 0, 0, 30_000, 30_000));

        private final World good;
        private final World bad;

        Change(World good, World bad) {
            this.good = good;
            this.bad = bad;
        }
    }

    @Test
    void good_changes_are_promoted_bad_ones_taken_back_and_the_others_neither() {
        for (Change change : Change.values()) {
            Map<Fate, Integer> good = fates(change.good, change.ordinal());
            Map<Fate, Integer> bad = fates(change.bad, 100 + change.ordinal());
            System.out.printf("%-16s good %s  bad %s%n", change, good, bad);
            assertThat(good.getOrDefault(Fate.PROMOTED, 0))
                    .as("%s: good", change)
                    .isGreaterThanOrEqualTo(190);
            assertThat(bad.getOrDefault(Fate.TAKEN_BACK, 0))
                    .as("%s: bad", change)
                    .isGreaterThanOrEqualTo(190);
            assertThat(bad.getOrDefault(Fate.PROMOTED, 0))
                    .as("%s: bad, promoted", change)
                    .isZero();
        }
        Map<Fate, Integer> same = fates(TODAY, 1_000);
        System.out.println("no change        " + same);
        assertThat(same.getOrDefault(Fate.PROMOTED, 0)).isLessThanOrEqualTo((int) (SEEDS * ErrorBudget.TOTAL));
    }

    private enum Fate {
        PROMOTED,
        TAKEN_BACK,
        LEFT
    }

    private static Map<Fate, Integer> fates(World candidate, int world) {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        for (int seed = 0; seed < SEEDS; seed++) {
            Evidence evidence =
                    Evidence.of(outcomes(TODAY, candidate, world * 10_000L + seed, PAIRS), 1, Measure.SCORE, PAIRS);
            fates.merge(fate(evidence.verdict()), 1, Integer::sum);
        }
        return fates;
    }

    private static Fate fate(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Helps ignored -> Fate.PROMOTED;
            case Verdict.Harms ignored -> Fate.TAKEN_BACK;
            case Verdict.Undecided ignored -> Fate.LEFT;
            case Verdict.NoEvidence ignored -> Fate.LEFT;
        };
    }

    private static List<Outcome> outcomes(World incumbent, World candidate, long seed, int pairs) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Outcome> outcomes = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            // Both halves of a pair are tasks of one kind, so that they are equally hard.
            double hardness = new double[] {0, 0.05, 0.15}[random.nextInt(3)];
            outcomes.add(incumbent.task(random, pair, Arm.INCUMBENT, hardness));
            outcomes.add(candidate.task(random, pair, Arm.CANDIDATE, hardness));
        }
        return outcomes;
    }

    @Test
    void without_a_difference_false_promotions_stay_within_the_error_where_peeking_does_not() {
        int seeds = 1_000;
        ToIntFunction<Boolean> one = yes -> yes ? 1 : 0;
        int promoted = 0;
        int alarms = 0;
        int naive = 0;
        for (int seed = 0; seed < seeds; seed++) {
            List<Outcome> outcomes = outcomes(TODAY, TODAY, 77_000_000L + seed, PAIRS);
            Fate fate = fate(Evidence.of(outcomes, 1, Measure.SCORE, PAIRS).verdict());
            promoted += one.applyAsInt(fate == Fate.PROMOTED);
            alarms += one.applyAsInt(fate == Fate.TAKEN_BACK);
            naive += one.applyAsInt(peeking(outcomes));
        }
        System.out.printf(
                "no difference, %d runs of %d pairs: promoted %.1f %%, taken back %.1f %%; a z-test looked at after every"
                        + " pair promotes %.1f %%%n",
                seeds, PAIRS, 100.0 * promoted / seeds, 100.0 * alarms / seeds, 100.0 * naive / seeds);
        assertThat((double) promoted / seeds).isLessThanOrEqualTo(ErrorBudget.TOTAL);
        assertThat((double) alarms / seeds).isLessThanOrEqualTo(Evidence.FALSE_ALARM);
        assertThat((double) naive / seeds).isGreaterThan(4 * ErrorBudget.TOTAL);
    }

    /** What is usually done: a one-sided test at 5 %, looked at whenever there is something new. */
    private static boolean peeking(List<Outcome> outcomes) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < outcomes.size(); i += 2) {
            double difference = Measure.SCORE.difference(outcomes.get(i), outcomes.get(i + 1));
            sum += difference;
            squares += difference * difference;
            int count = i / 2 + 1;
            double deviation = Math.sqrt(squares / count - Math.pow(sum / count, 2));
            if (count >= 10 && deviation > 0 && sum / count / (deviation / Math.sqrt(count)) > 1.645) {
                return true;
            }
        }
        return false;
    }
}
