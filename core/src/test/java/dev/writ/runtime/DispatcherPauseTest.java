package dev.writ.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatcherPauseTest {
    @Test
    void pauses_after_failures_double_up_to_half_a_minute() {
        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 6, 100).mapToObj(Dispatcher::pause))
                .extracting(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }
}
