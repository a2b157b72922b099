package dev.writ.process;

/** Unwinds a process that waits. Not a failure; carries nothing, since what it waits for is in the database. */
public final class Suspended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Suspended() {
        super("waiting", null, false, false);
    }
}
