package dev.writ;

/**
 * What went wrong, in a form a person can act on.
 *
 * @param code stable identifier, part of the public interface
 * @param message one sentence: what happened
 * @param hint one sentence: what to do about it
 */
public record Failure(FailureCode code, String message, String hint) {
    public static Failure of(FailureCode code, String message, String hint) {
        return new Failure(code, message, hint);
    }

    /** This failure as a throwable, for call chains that cannot return it. */
    public WritException asException() {
        return new WritException(this);
    }

    @Override
    public String toString() {
        return code.id() + ": " + message + " " + hint;
    }
}
