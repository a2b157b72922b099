package dev.writ.task;

/**
 * A write was refused because the task has changed since it was read: somebody cancelled it, or another node works on
 * it. Whoever sees this stops working on the task and changes nothing more.
 */
public final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Fenced(String task) {
        super("Task " + task + " was changed by somebody else.", null, false, false);
    }
}
