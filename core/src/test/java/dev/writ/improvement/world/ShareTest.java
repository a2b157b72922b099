package dev.writ.improvement.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against figures that are in every table. */
class ShareTest {
    @Test
    void bounds_are_exact() {
        assertThat(new Share(5, 10).low()).isCloseTo(0.1871, within(0.0001));
        assertThat(new Share(5, 10).high()).isCloseTo(0.8129, within(0.0001));
        assertThat(new Share(0, 200).low()).isZero();
        assertThat(new Share(0, 200).high()).isCloseTo(0.0183, within(0.0001));
        assertThat(new Share(200, 200).low()).isCloseTo(0.9817, within(0.0001));
        assertThat(new Share(200, 200).high()).isEqualTo(1);
    }
}
