package dev.writ.model.provider;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.Retry;
import java.time.Duration;

/** Why one call to a provider gave no usable reply, and whether asking again can help. */
final class ProviderFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether asking again can help. */
    enum Repeat {
        /** The same request will fail the same way. */
        NEVER,
        /** The model answered badly; another answer may be better, a third hardly. */
        ONCE,
        /** The way to the model or the model's server is at fault for now. */
        OFTEN,
        /** The provider gets more requests than it takes; it will take some again. */
        LATER
    }

    private final transient Failure failure;
    private final Repeat repeat;
    private final Duration wait;

    /** @param wait how long the provider asked to be left alone; zero if it said nothing */
    ProviderFault(Repeat repeat, String message, String hint, Duration wait) {
        super(message);
        this.failure = Failure.of(FailureCode.MODEL_FAILED, message, hint);
        this.repeat = repeat;
        this.wait = wait;
    }

    ProviderFault(Repeat repeat, String message, String hint) {
        this(repeat, message, hint, Duration.ZERO);
    }

    /** What callers of a model see; {@link RetryingModel} finds this fault as its cause. */
    WritException asException() {
        return new WritException(failure, this);
    }

    Failure failure() {
        return failure;
    }

    /** What is the matter, as those who watch are told. */
    Retry.Reason reason() {
        return switch (repeat) {
            case ONCE -> Retry.Reason.BAD_ANSWER;
            case LATER -> Retry.Reason.BUSY;
            case NEVER, OFTEN -> Retry.Reason.UNAVAILABLE;
        };
    }

    Repeat repeat() {
        return repeat;
    }

    Duration waitAtLeast() {
        return wait;
    }
}
