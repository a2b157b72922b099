package dev.writ.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportSizeTest {
    @Test
    void aSlowRunLeavesItAsItIs() {
        assertThat(ReportSize.FIRST.after(Duration.ofMillis(400))).isEqualTo(ReportSize.FIRST);
    }

    @ParameterizedTest(name = "where {0} orders take a millisecond")
    @ValueSource(ints = {5, 20, 80, 500, 2_000})
    void aFewRunsFindWhatIsSlowOnAnyMachine(int ordersInAMillisecond) {
        Duration start = Duration.ofMillis(20);
        ReportSize found = Stream.iterate(
                        ReportSize.FIRST, size -> size.after(start.plusMillis(size.preview() / ordersInAMillisecond)))
                .skip(4)
                .findFirst()
                .orElseThrow();
        assertThat(found.preview() / ordersInAMillisecond).isBetween(380, 2_100);
    }
}
