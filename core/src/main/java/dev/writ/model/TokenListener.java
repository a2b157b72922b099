package dev.writ.model;

/** Receives pieces of a reply as they arrive, and word of attempts that failed. */
@FunctionalInterface
public interface TokenListener {
    TokenListener NONE = piece -> {};

    void onText(String piece);

    /** An attempt failed; before the next one there may be a pause, which begins when this returns. */
    default void onRetry(Retry retry) {}

    /** The pieces so far are void: that attempt failed, and the reply begins anew. */
    default void onRestart() {}
}
