package dev.writ.model.provider;

import dev.writ.Failure;
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
import java.time.InstantSource;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Asks a model again where that can help: within a number of attempts and a total time, after growing pauses, and never
 * before the provider said it may. Safe for use by many threads.
 */
final class RetryingModel implements ChatModel {
    private final ChatModel model;
    private final Patience patience;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private final InstantSource clock;

    RetryingModel(
            ChatModel model,
            Patience patience,
            Backoff backoff,
            RandomGenerator random,
            Sleeper sleeper,
            InstantSource clock) {
        this.model = model;
        this.patience = patience;
        this.backoff = backoff;
        this.random = random;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ModelReply chat(ModelRequest request, TokenListener tokens) {
        Instant started = clock.instant();
        int badAnswers = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return model.chat(request, tokens);
            } catch (WritException e) {
                if (!(e.getCause() instanceof ProviderFault fault)) {
                    throw e;
                }
                badAnswers += fault.repeat() == Repeat.ONCE ? 1 : 0;
                Duration pause = pause(fault, attempt);
                if (isLast(fault, attempt, badAnswers)
                        || !clock.instant().plus(pause).isBefore(started.plus(patience.total()))) {
                    throw givenUp(fault, attempt, pause);
                }
                tokens.onRetry(told(fault, attempt, pause));
                wait(pause);
                tokens.onRestart();
            }
        }
    }

    private boolean isLast(ProviderFault fault, int attempt, int badAnswers) {
        return attempt > patience.retries()
                || switch (fault.repeat()) {
                    case NEVER -> true;
                    case ONCE -> badAnswers > 1;
                    case OFTEN, LATER -> false;
                };
    }

    /** A bad answer needs no pause: nothing is overloaded. */
    private Duration pause(ProviderFault fault, int attempt) {
        return switch (fault.repeat()) {
            case NEVER, ONCE -> Duration.ZERO;
            case OFTEN, LATER -> {
                Duration own = backoff.after(attempt, random);
                yield own.compareTo(fault.waitAtLeast()) >= 0 ? own : fault.waitAtLeast();
            }
        };
    }

    /** A bad answer is asked about once more, whatever else may still be tried. */
    private Retry told(ProviderFault fault, int attempt, Duration pause) {
        int attempts = fault.repeat() == Repeat.ONCE ? attempt + 1 : patience.retries() + 1;
        return new Retry(
                attempt + 1,
                attempts,
                fault.reason(),
                fault.failure().message(),
                clock.instant().plus(pause));
    }

    private void wait(Duration pause) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderTransport.cancelled();
        }
    }

    private static WritException givenUp(ProviderFault fault, int attempts, Duration pause) {
        Failure failure = fault.failure();
        if (fault.repeat() == Repeat.NEVER) {
            return fault.asException();
        }
        String asked = fault.waitAtLeast().isZero()
                ? ""
                : String.format(Locale.ROOT, " It asks to be left alone for %d s.", pause.toSeconds());
        String tried = attempts == 1 ? "" : " Asked " + attempts + " times.";
        return new WritException(Failure.of(failure.code(), failure.message() + tried + asked, failure.hint()), fault);
    }
}
