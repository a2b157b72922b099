package dev.writ.tool;

/** Undoes the transaction of an intent whose grant lost its last use to another call at the same moment. */
final class UseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UseRefused() {
        super("The use of the grant could not be counted.", null, false, false);
    }
}
