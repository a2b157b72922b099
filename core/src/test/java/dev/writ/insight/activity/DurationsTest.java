package dev.writ.insight.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Property(tries = 300)
    void quantilesAreTheNearestRankOrAtMostOneThirtySecondAbove(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 10_000_000_000_000L) Long> nanos) {
        Durations durations = of(nanos);
        List<Long> sorted = nanos.stream().sorted().toList();
        for (double share : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
            long exact = sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
            assertThat(durations.quantile(share)).isBetween(exact, exact + exact / 32);
        }
        assertThat(durations.longest()).isEqualTo(durations.quantile(1));
    }

    @Property(tries = 300)
    void mergingStoredOnesIsTheSameAsAddingAll(
            @ForAll List<@LongRange(min = 0) Long> one, @ForAll List<@LongRange(min = 0) Long> other) {
        Durations merged = Durations.of(of(one).toBytes());
        merged.addBytes(of(other).toBytes());
        Durations all = of(one);
        other.forEach(all::add);
        assertThat(merged.toBytes()).isEqualTo(all.toBytes());
        assertThat(merged.size()).isEqualTo(one.size() + other.size());
    }

    @Test
    void nothingTakesNoTime() {
        assertThat(new Durations().quantile(0.99)).isZero();
        assertThat(new Durations().longest()).isZero();
    }

    private static Durations of(List<Long> nanos) {
        Durations durations = new Durations();
        nanos.forEach(durations::add);
        return durations;
    }
}
