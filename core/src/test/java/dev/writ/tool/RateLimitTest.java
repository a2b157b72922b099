package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final TestingClock clock = new TestingClock();
    private final RateLimit limit = new RateLimit(60, clock);

    @Test
    void allowsABurstUpToTheLimitAndNoMore() {
        assertThat(taken("a", 100)).isEqualTo(60);
    }

    @Test
    void fillsEvenlyWithTime() {
        taken("a", 60);
        clock.advance(Duration.ofSeconds(5));

        assertThat(taken("a", 100)).isEqualTo(5);
    }

    @Test
    void holdsNoMoreThanTheLimitHoweverLongNobodyCalls() {
        taken("a", 60);
        clock.advance(Duration.ofDays(1));

        assertThat(taken("a", 100)).isEqualTo(60);
    }

    @Test
    void countsEachTaskByItself() {
        taken("a", 60);

        assertThat(limit.take("b")).isTrue();
        assertThat(limit.take("a")).isFalse();
    }

    @Test
    void givesNothingForAClockSetBack() {
        taken("a", 60);
        clock.advance(Duration.ofHours(-1));

        assertThat(limit.take("a")).isFalse();
    }

    private int taken(String task, int asked) {
        return (int) IntStream.range(0, asked).filter(i -> limit.take(task)).count();
    }
}
