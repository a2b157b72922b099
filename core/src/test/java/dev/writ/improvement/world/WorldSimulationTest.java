package dev.writ.improvement.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.improvement.gate.ErrorBudget;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worlds of known truth, in each of which one definition is poor and Writ is told nothing: the detectors, the catalogue, the
 * rules, the lot, the gate and the loop are the real ones, over a real store. The answer to each finding helps in one
 * world, makes no difference in another, and harms in a third. Every run is the same for the same seeds.
 */
class WorldSimulationTest {
    /** Of each truth. A multiple of the number of plants tries each equally often. */
    private static final int SEEDS = Integer.getInteger("writ.worlds", 32);

    @TempDir
    Path folder;

    private Surroundings surroundings;

    @BeforeEach
    void open() throws IOException {
        surroundings = new Surroundings(folder);
    }

    @AfterEach
    void close() {
        surroundings.close();
    }

    private Tally tally(Truth truth) {
        Tally tally = Tally.of(surroundings, truth, SEEDS);
        System.out.println(Tally.HEAD + "\n" + tally.row());
        tally.unlike().forEach(System.out::println);
        assertThat(tally.share(Fate.NOT_FOUND).times())
                .as("what is poor and nobody notices")
                .isZero();
        return tally;
    }

    @Test
    void what_helps_is_found_and_kept() {
        assertThat(tally(Truth.GOOD).share(Fate.KEPT).rate()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void what_makes_no_difference_is_not_kept() {
        assertThat(tally(Truth.NEUTRAL).share(Fate.KEPT).rate()).isLessThanOrEqualTo(ErrorBudget.TOTAL);
    }

    @Test
    void what_harms_is_taken_back_and_never_kept() {
        Tally harmful = tally(Truth.HARMFUL);
        assertThat(harmful.share(Fate.KEPT).times()).isZero();
        assertThat(harmful.share(Fate.TAKEN_BACK).rate()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void what_harms_only_once_all_have_it_is_mostly_taken_back_from_all() {
        assertThat(tally(Truth.HARMFUL_FOR_ALL).share(Fate.TAKEN_BACK).rate()).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void without_any_difference_the_error_is_kept_to_where_peeking_does_not() {
        Tally same = tally(Truth.SAME);
        assertThat(same.share(Fate.KEPT).rate()).isLessThanOrEqualTo(ErrorBudget.TOTAL);
        assertThat(same.keptByPeeking().low())
                .as("the lowest rate that peeking can have")
                .isGreaterThan(ErrorBudget.TOTAL);
    }
}
