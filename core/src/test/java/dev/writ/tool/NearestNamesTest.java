package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> NAMES =
            List.of("file_edit__write_file", "file_edit__edit_file", "terminal__execute_command", "end_task", "a", "b");

    @Test
    void putsTheLikeliestFirst() {
        assertThat(NearestNames.of("file_edit__wirte_file", NAMES, 2))
                .containsExactly("file_edit__write_file", "file_edit__edit_file");
        assertThat(NearestNames.of("write_file", NAMES, 1)).containsExactly("file_edit__write_file");
    }

    @Test
    void givesNoMoreThanAsked() {
        assertThat(NearestNames.of("x", NAMES, 5)).hasSize(5);
        assertThat(NearestNames.of("x".repeat(1_000_000), NAMES, 5)).hasSize(5);
        assertThat(NearestNames.of("", List.of(), 5)).isEmpty();
    }

    @Property(tries = 300)
    void distanceIsZeroForTheSameAndTheSameBothWays(
            @ForAll @StringLength(max = 12) String one, @ForAll @StringLength(max = 12) String other) {
        assertThat(NearestNames.distance(one, one)).isZero();
        if (!one.equals(other)) {
            assertThat(NearestNames.distance(one, other)).isPositive();
        }
        if (!one.isEmpty() && !other.isEmpty()) {
            assertThat(NearestNames.distance(one, other)).isEqualTo(NearestNames.distance(other, one));
        }
    }
}
