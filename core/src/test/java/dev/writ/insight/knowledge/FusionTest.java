package dev.writ.insight.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void a_place_in_each_list_counts_by_its_rank_alone() {
        Map<String, Double> scores = Fusion.scores(List.of(List.of("a", "b"), List.of("b", "c")));
        assertThat(scores.get("a")).isCloseTo(1 / 11.0, within(1e-9));
        assertThat(scores.get("b")).isCloseTo(1 / 12.0 + 1 / 11.0, within(1e-9));
        assertThat(scores.get("c")).isCloseTo(1 / 12.0, within(1e-9));
    }

    @Test
    void two_middling_places_are_worth_more_than_one_first() {
        Map<String, Double> scores =
                Fusion.scores(List.of(List.of("first", "x", "y", "both"), List.of("other", "z", "w", "both")));
        assertThat(scores.get("both")).isGreaterThan(scores.get("first"));
    }

    @Test
    void without_lists_there_is_nothing() {
        assertThat(Fusion.scores(List.of(List.of(), List.of()))).isEmpty();
    }
}
