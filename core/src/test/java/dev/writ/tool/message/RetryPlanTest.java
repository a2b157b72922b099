package dev.writ.tool.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPlanTest {
    private final RetryPlan plan =
            new RetryPlan(8, Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofSeconds(1));

    @Property
    void delays_double_up_to_the_longest_and_are_shortened_by_at_most_half(
            @ForAll @IntRange(min = 1, max = 1_000) int failed, @ForAll long seed) {
        long full = failed > 7 ? 10_000 : Math.min(10_000, 100L << (failed - 1));
        assertThat(plan.delayAfter(failed, new Random(seed)).toMillis()).isBetween(full / 2, full);
    }
}
