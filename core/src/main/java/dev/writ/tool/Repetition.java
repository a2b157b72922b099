package dev.writ.tool;

/** What a call repeated after a crash may do, by what is on record under its id. */
enum Repetition {
    /** The id was used for something else. */
    OTHER_CALL,
    HAS_ENDED,
    /** It was started, and doing it twice may do harm. */
    UNSAFE,
    MAY_RUN_AGAIN;

    static Repetition of(CallRecord call, ToolUsage earlier) {
        if (!earlier.task().equals(call.context().task())
                || !earlier.tool().equals(call.tool())
                || !earlier.operation().equals(call.operation())
                || !earlier.argumentsHash().equals(call.arguments().hash())) {
            return OTHER_CALL;
        }
        if (!earlier.unfinished()) {
            return HAS_ENDED;
        }
        // The effect on record counts too: the operation may have been changed, or be gone, since.
        return call.effect() == Effect.UNSAFE || earlier.effect() == Effect.UNSAFE ? UNSAFE : MAY_RUN_AGAIN;
    }
}
