package dev.writ.improvement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.improvement.RealPairs.Part;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tasks are numbered as they were accepted; {@code i} is the version before, {@code c} the new one. */
class RealPairsTest {
    /** @param parts such as {@code i0 c1 i2?}, where the mark says that it has not ended */
    private static String pairs(String parts) {
        List<Part> read = new ArrayList<>();
        for (String part : parts.split(" ", -1)) {
            int number = Integer.parseInt(part.substring(1).replace("?", ""));
            Arm arm = part.startsWith("c") ? Arm.CANDIDATE : Arm.INCUMBENT;
            Outcome outcome = new Outcome(Stage.CANARY, 77, arm, part, 1, 0, 0, 0, Duration.ZERO);
            read.add(new Part(number, arm, part.endsWith("?") ? Optional.empty() : Optional.of(outcome)));
        }
        return RealPairs.of(read).stream()
                .collect(Collectors.groupingBy(
                        Outcome::pair,
                        java.util.TreeMap::new,
                        Collectors.mapping(Outcome::tree, Collectors.joining("-"))))
                .toString();
    }

    @Test
    void each_of_the_new_version_is_compared_with_the_last_that_came_before_it() {
        assertThat(pairs("i0 i1 c2 i3 c4 i5 i6 i7")).isEqualTo("{0=i0, 1=i1-c2, 3=i3-c4, 5=i5, 6=i6, 7=i7}");
        assertThat(pairs("i0 i1 i2 c3 c4")).as("two in a row").isEqualTo("{0=i0, 1=i1-c4, 2=i2-c3}");
    }

    @Test
    void where_none_came_before_it_is_compared_with_the_next() {
        assertThat(pairs("c0 i1 i2 i3")).isEqualTo("{1=i1-c0, 2=i2, 3=i3}");
        assertThat(pairs("c0")).isEqualTo("{0=c0}");
    }

    @Test
    void in_which_order_they_ended_is_of_no_account() {
        assertThat(pairs("c2 i5 i1 i0 c4 i3")).isEqualTo(pairs("i0 i1 c2 i3 c4 i5"));
        assertThat(pairs("i0 i1? c2 i3")).as("waits for its other half").isEqualTo("{0=i0, 1=c2, 3=i3}");
        assertThat(pairs("i0 i1 c2 i3")).isEqualTo("{0=i0, 1=i1-c2, 3=i3}");
        assertThat(pairs("i0 i1 c2? i3 c4")).isEqualTo("{0=i0, 1=i1, 3=i3-c4}");
    }
}
