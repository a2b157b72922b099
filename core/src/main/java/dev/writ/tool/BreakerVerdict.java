package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;

/** What the end of a call says about the server it ran on. */
enum BreakerVerdict {
    WORKS,
    FAILING,
    UNDECIDED;

    /** @param hurried whether the caller gave less than the usual time, so that being late is no fault of the server */
    static BreakerVerdict of(ToolOutcome outcome, boolean hurried) {
        return switch (outcome) {
            case ToolOutcome.Succeeded ignored -> WORKS;
            case ToolOutcome.Waiting ignored -> WORKS;
            case ToolOutcome.Denied ignored -> UNDECIDED;
            case ToolOutcome.Failed(Failure failure) -> of(failure, hurried);
        };
    }

    private static BreakerVerdict of(Failure failure, boolean hurried) {
        FailureCode code = failure.code();
        if (code == FailureCode.CANCELLED || (code == FailureCode.TIMED_OUT && hurried)) {
            return UNDECIDED;
        }
        boolean failing =
                code == FailureCode.UNAVAILABLE || code == FailureCode.INTERNAL || code == FailureCode.TIMED_OUT;
        // Any other failure is an answer the server gave.
        return failing ? FAILING : WORKS;
    }

    void tell(CircuitBreaker breaker) {
        switch (this) {
            case WORKS -> breaker.answered();
            case FAILING -> breaker.failed();
            case UNDECIDED -> breaker.leftUndecided();
        }
    }
}
