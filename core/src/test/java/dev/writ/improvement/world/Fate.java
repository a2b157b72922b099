package dev.writ.improvement.world;

/** What became of a planted change. */
enum Fate {
    /** In force, after it was watched. */
    KEPT,
    /** Rolled back, from a part of the tasks or from all. */
    TAKEN_BACK,
    /** There was no evidence for it in a month. */
    GIVEN_UP,
    /** Nobody noticed. */
    NOT_FOUND
}
