package dev.writ;

/** Carries a {@link Failure} up a call chain. */
public final class WritException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public WritException(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public WritException(Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    public WritException(FailureCode code, String message, String hint) {
        this(new Failure(code, message, hint));
    }

    public Failure failure() {
        return failure;
    }
}
