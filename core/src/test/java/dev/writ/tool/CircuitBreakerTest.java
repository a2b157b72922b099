package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final TestingClock clock = new TestingClock();
    private final CircuitBreaker breaker = new CircuitBreaker(3, PAUSE, clock);

    @Test
    void letsCallsThroughAtFirst() {
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void opensAfterThreeFailuresInARow() {
        fail(2);
        assertThat(breaker.enter()).isTrue();
        breaker.failed();

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(breaker.wouldEnter()).isFalse();
        assertThat(breaker.enter()).isFalse();
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAgain() {
        fail(2);
        breaker.answered();
        fail(2);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void anUndecidedCallNeitherCountsNorStartsTheCountAgain() {
        fail(2);
        breaker.enter();
        breaker.leftUndecided();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        fail(1);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void staysOpenUntilThePauseIsOver() {
        fail(3);
        clock.advance(PAUSE.minusMillis(1));
        assertThat(breaker.enter()).isFalse();
        clock.advance(Duration.ofMillis(1));

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void letsOneCallTryAtATimeWhenHalfOpen() {
        fail(3);
        clock.advance(PAUSE);

        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.wouldEnter()).isFalse();
        assertThat(breaker.enter()).isFalse();
        breaker.leftUndecided();
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void askingWhetherACallCouldEnterTakesNothing() {
        fail(3);
        clock.advance(PAUSE);

        assertThat(breaker.wouldEnter()).isTrue();
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void closesWhenTheTryIsAnswered() {
        fail(3);
        clock.advance(PAUSE);
        breaker.enter();
        breaker.answered();

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void opensForAnotherPauseWhenTheTryFails() {
        fail(3);
        clock.advance(PAUSE);
        breaker.enter();
        breaker.failed();

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        clock.advance(PAUSE);
        assertThat(breaker.enter()).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.enter();
            breaker.failed();
        }
    }
}
