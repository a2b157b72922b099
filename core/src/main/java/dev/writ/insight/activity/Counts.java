package dev.writ.insight.activity;

/** How often something was done, by how it ended. */
public record Counts(long succeeded, long failed, long denied) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts and(Counts other) {
        return new Counts(succeeded + other.succeeded, failed + other.failed, denied + other.denied);
    }

    public long all() {
        return succeeded + failed + denied;
    }
}
