package dev.writ.model;

/** Receives pieces of a reply as they arrive. */
@FunctionalInterface
public interface TokenListener {
    TokenListener NONE = piece -> {};

    void onText(String piece);

    /** The pieces so far are void: that attempt failed, and the reply begins anew. */
    default void onRestart() {}
}
