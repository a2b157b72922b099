package dev.writ.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.FailureCode;
import dev.writ.TestingClock;
import dev.writ.WritException;
import dev.writ.model.ChatModel;
import dev.writ.model.ModelReply;
import dev.writ.model.ModelRequest;
import dev.writ.model.Retry;
import dev.writ.model.TokenListener;
import dev.writ.model.provider.ProviderFault.Repeat;
import dev.writ.model.settings.ProviderSettings.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryingModelTest {
    private static final ModelReply REPLY = new ModelReply("ok", List.of(), ModelReply.Usage.NONE, "testing");
    private static final Duration CALL = Duration.ofSeconds(20);

    private final TestingClock clock = new TestingClock();
    private final List<Duration> pauses = new ArrayList<>();

    /** Fails as it is told, each time after {@link #CALL}, then answers. */
    private final class TestingModel implements ChatModel {
        private final Queue<WritException> failures;
        private int asked;

        TestingModel(List<WritException> failures) {
            this.failures = new ArrayDeque<>(failures);
        }

        @Override
        public String name() {
            return "testing";
        }

        @Override
        public ModelReply chat(ModelRequest request, TokenListener tokens) {
            asked++;
            clock.advance(CALL);
            WritException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return REPLY;
        }
    }

    private static WritException fault(Repeat repeat, Duration wait) {
        return new ProviderFault(repeat, "It failed.", "Try again.", wait).asException();
    }

    private RetryingModel retrying(ChatModel model, int retries, Duration total) {
        return new RetryingModel(
                model,
                new Patience(Duration.ofSeconds(60), retries, total),
                Backoff.USUAL,
                new Random(1),
                pause -> {
                    pauses.add(pause);
                    clock.advance(pause);
                },
                clock);
    }

    private WritException failureOf(RetryingModel model) {
        return catchThrowableOfType(
                WritException.class, () -> model.chat(TestingModels.question("?"), TokenListener.NONE));
    }

    @Test
    void nothingIsRepeatedAfterTheTotalTime() {
        TestingModel model = new TestingModel(java.util.Collections.nCopies(50, fault(Repeat.OFTEN, Duration.ZERO)));

        WritException thrown = failureOf(retrying(model, 20, Duration.ofSeconds(50)));

        // Two calls of 20 seconds and their pauses fit; a third begins before 50 seconds are over, a fourth would not.
        assertThat(model.asked).isEqualTo(3);
        assertThat(thrown.failure().message()).contains("Asked 3 times");
    }

    @Test
    void aFailureThatIsNoFaultOfTheProviderIsPassedOn() {
        WritException cannot = new WritException(FailureCode.MODEL_CANNOT, "Not this.", "Ask otherwise.");
        TestingModel model = new TestingModel(List.of(cannot));

        assertThat(failureOf(retrying(model, 4, Duration.ofMinutes(5)))).isSameAs(cannot);
        assertThat(model.asked).isEqualTo(1);
    }

    @Test
    void badAnswersAndBadWaysAreCountedApart() {
        TestingModel model = new TestingModel(List.of(
                fault(Repeat.OFTEN, Duration.ZERO),
                fault(Repeat.ONCE, Duration.ZERO),
                fault(Repeat.OFTEN, Duration.ZERO)));

        ModelReply reply =
                retrying(model, 4, Duration.ofMinutes(5)).chat(TestingModels.question("?"), TokenListener.NONE);

        assertThat(reply).isEqualTo(REPLY);
        assertThat(model.asked).isEqualTo(4);
    }

    @Test
    void theProvidersWaitIsNeverShortened() {
        TestingModel model = new TestingModel(List.of(fault(Repeat.OFTEN, Duration.ofSeconds(90))));

        retrying(model, 4, Duration.ofMinutes(5)).chat(TestingModels.question("?"), TokenListener.NONE);

        assertThat(pauses).containsExactly(Duration.ofSeconds(90));
    }

    @Property
    void aPauseIsBetweenHalfAndAllOfItsLength(@ForAll @IntRange(min = 1, max = 100) int failed, @ForAll long seed) {
        Duration pause = Backoff.USUAL.after(failed, new Random(seed));
        long full = failed > 5 ? 30_000 : 1000L << (failed - 1);

        assertThat(pause.toMillis()).isBetween(full / 2, full);
    }

    private static final class Heard implements TokenListener {
        private final List<Retry> retries = new ArrayList<>();

        @Override
        public void onText(String piece) {}

        @Override
        public void onRetry(Retry retry) {
            retries.add(retry);
        }
    }

    @Test
    void eachFailureIsToldBeforeItsPauseWithTheAttemptThatComes() {
        TestingModel model = new TestingModel(
                List.of(fault(Repeat.LATER, Duration.ofSeconds(90)), fault(Repeat.ONCE, Duration.ZERO)));
        Heard heard = new Heard();
        Instant began = clock.instant();

        retrying(model, 5, Duration.ofMinutes(5)).chat(TestingModels.question("?"), heard);

        Instant first = began.plus(CALL);
        assertThat(heard.retries)
                .containsExactly(
                        new Retry(2, 6, Retry.Reason.BUSY, "It failed.", first.plusSeconds(90)),
                        new Retry(
                                3,
                                3,
                                Retry.Reason.BAD_ANSWER,
                                "It failed.",
                                first.plusSeconds(90).plus(CALL)));
    }

    @Test
    void whatIsNotTriedAgainIsNotToldAsIfItWere() {
        TestingModel model =
                new TestingModel(List.of(fault(Repeat.OFTEN, Duration.ZERO), fault(Repeat.OFTEN, Duration.ZERO)));
        Heard heard = new Heard();
        RetryingModel retrying = retrying(model, 1, Duration.ofMinutes(5));

        WritException thrown =
                catchThrowableOfType(WritException.class, () -> retrying.chat(TestingModels.question("?"), heard));

        assertThat(thrown.failure().message()).contains("Asked 2 times");
        assertThat(heard.retries).hasSize(1);
    }
}
