package dev.writ.tool;

/** What running an operation again would do: decides what may be repeated after a crash. */
public enum Effect {
    /** Changes nothing. */
    PURE,
    /** Running it twice leaves the same state as once. */
    IDEMPOTENT,
    /** Running it twice may do harm: never repeated on its own. */
    UNSAFE
}
