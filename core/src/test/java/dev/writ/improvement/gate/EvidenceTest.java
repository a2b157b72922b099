package dev.writ.improvement.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static Outcome outcome(Stage stage, int pair, Arm arm, double score, double errors) {
        return new Outcome(stage, pair, arm, "tree", score, errors, 0, 1_000, Duration.ofSeconds(1));
    }

    private static List<Outcome> pairs(Stage stage, int count, double incumbent, double candidate, double errors) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int pair = 0; pair < count; pair++) {
            outcomes.add(outcome(stage, pair, Arm.INCUMBENT, incumbent, 0));
            outcomes.add(outcome(stage, pair, Arm.CANDIDATE, candidate, errors));
        }
        return outcomes;
    }

    @Test
    void a_clear_gain_is_found_and_what_comes_later_does_not_change_it() {
        List<Outcome> outcomes = pairs(Stage.REPLAY, 40, 0.2, 0.9, 0);
        Verdict found = Evidence.of(outcomes, 1, Measure.SCORE).verdict();
        assertThat(found).isInstanceOf(Verdict.Helps.class);
        outcomes.addAll(pairs(Stage.CANARY, 400, 0.9, 0.1, 1));
        assertThat(Evidence.of(outcomes, 1, Measure.SCORE).verdict()).isEqualTo(found);
    }

    @Test
    void a_later_experiment_needs_more_evidence() {
        List<Outcome> outcomes = pairs(Stage.REPLAY, 200, 0.5, 0.8, 0);
        int first = ((Verdict.Helps) Evidence.of(outcomes, 1, Measure.SCORE).verdict()).pair();
        int hundredth =
                ((Verdict.Helps) Evidence.of(outcomes, 100, Measure.SCORE).verdict()).pair();
        assertThat(hundredth).isGreaterThan(first);
    }

    @Test
    void a_gain_that_is_paid_for_with_errors_is_harm() {
        assertThat(Evidence.of(pairs(Stage.CANARY, 400, 0.5, 0.52, 0.5), 1, Measure.SCORE)
                        .verdict())
                .isInstanceOfSatisfying(
                        Verdict.Harms.class,
                        harms -> assertThat(harms.measure()).isEqualTo(Measure.ERRORS));
    }

    @Test
    void no_evidence_is_not_a_win() {
        assertThat(Evidence.of(pairs(Stage.CANARY, 50, 0.5, 0.5, 0), 1, Measure.SCORE, 50)
                        .verdict())
                .isEqualTo(new Verdict.NoEvidence());
        assertThat(Evidence.of(pairs(Stage.CANARY, 49, 0.5, 0.5, 0), 1, Measure.SCORE, 50)
                        .verdict())
                .isEqualTo(new Verdict.Undecided());
        assertThat(Evidence.of(List.of(), 1, Measure.SCORE).verdict()).isEqualTo(new Verdict.Undecided());
    }

    @Test
    void half_a_pair_says_nothing_and_the_order_of_arrival_does_not_matter() {
        List<Outcome> outcomes = pairs(Stage.CANARY, 30, 0.4, 0.7, 0);
        Evidence evidence = Evidence.of(outcomes, 2, Measure.SCORE);
        List<Outcome> more = new ArrayList<>(outcomes);
        more.add(outcome(Stage.CANARY, 30, Arm.CANDIDATE, 1, 0));
        Collections.shuffle(more, new Random(3));
        assertThat(Evidence.of(more, 2, Measure.SCORE)).isEqualTo(evidence);
        assertThat(evidence.comparisons().get(Measure.SCORE).difference()).isCloseTo(0.3, within(1e-9));
        assertThat(evidence.places()).hasSize(30);
    }

    @Test
    void the_shares_of_all_experiments_together_stay_within_the_whole() {
        double spent = 0;
        for (int place = 1; place <= 100_000; place++) {
            spent += ErrorBudget.of(place);
        }
        assertThat(spent).isLessThan(ErrorBudget.TOTAL).isGreaterThan(0.99 * ErrorBudget.TOTAL);
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorBudget.of(0));
    }

    @Property(tries = 200)
    void the_wealth_never_runs_out(@ForAll @Size(max = 300) List<@DoubleRange(min = -1, max = 1) Double> differences) {
        Wager wager = Wager.BEGINNING;
        for (double difference : differences) {
            wager = wager.after(difference);
        }
        assertThat(wager.logWealth()).isFinite();
        assertThat(wager.count()).isEqualTo(differences.size());
    }

    @Test
    void what_is_no_difference_is_refused() {
        for (double wrong : new double[] {1.01, -1.01, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Wager.BEGINNING.after(wrong));
        }
    }
}
