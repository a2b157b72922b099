package dev.writ.model;

/** Receives pieces of a reply as they arrive. */
@FunctionalInterface
public interface TokenListener {
    TokenListener NONE = piece -> {};

    void onText(String piece);
}
