package dev.writ;

import java.util.Locale;

/** Every kind of failure a user can meet, with the HTTP status it maps to. */
public enum FailureCode {
    INVALID_ARGUMENTS(400),
    INVALID_JSON(400),
    NOT_FOUND(404),
    UNKNOWN_OPERATION(404),
    CONFLICT(409),
    ILLEGAL_TRANSITION(409),
    UNAUTHENTICATED(401),
    DENIED(403),
    APPROVAL_DENIED(403),
    APPROVAL_EXPIRED(403),
    WORKSPACE_UNUSABLE(400),
    OUTSIDE_WORKSPACE(403),
    TOO_LARGE(413),
    LIMIT_REACHED(429),
    BUDGET_EXHAUSTED(429),
    TIMED_OUT(504),
    CANCELLED(409),
    UNAVAILABLE(503),
    PROTECTION_MISSING(503),
    MODEL_FAILED(502),
    MODEL_CANNOT(422),
    OUTCOME_UNKNOWN(500),
    OPERATION_FAILED(422),
    STORE_LOCKED(503),
    STORE_READ_ONLY(503),
    STORE_FULL(507),
    STORE_NEWER(503),
    STORE_DAMAGED(503),
    STORE_UNREACHABLE(503),
    PORT_IN_USE(503),
    INTERNAL(500);

    private final int httpStatus;

    FailureCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** The code as users see it, for instance {@code outside_workspace}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int httpStatus() {
        return httpStatus;
    }
}
